package dev.graft.feature.space;

import dev.graft.loop.Clients;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Register;
import dev.graft.loop.Runs;
import dev.graft.topics.Topics;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.BackboneSpec;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** What the live tasks of graft.tasks name now. */
public final class NamedBackbones implements Supplier<Set<BackboneSpec>>, Runs {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Register<TaskSpec> tasks;

  public NamedBackbones(Clients clients) {
    this.tasks = Register.of(Topics.TASKS, clients);
  }

  @Override
  public NamedBackbones start() {
    tasks.start();
    return this;
  }

  /** Waits until the tasks were read once: images must not pass before their spaces are known. */
  @Override
  public Set<BackboneSpec> get() {
    try {
      if (!tasks.awaitCaughtUp(PATIENCE)) {
        throw new IllegalStateException("graft.tasks is not read yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
    return WantedBackbones.of(tasks.view().values());
  }

  @Override
  public String name() {
    return tasks.name();
  }

  @Override
  public LoopHealth health() {
    return tasks.health();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
