package dev.graft.inference;

import dev.graft.inference.predict.Known;
import dev.graft.inference.predict.Watchers;
import dev.graft.inference.rollout.Commands;
import dev.graft.inference.serve.Swapper;
import dev.graft.loop.Clients;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Register;
import dev.graft.loop.Runs;
import dev.graft.topics.Topics;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.List;

/**
 * Follows tasks, models and rollouts, and tells the swapper, those who wait for a command, and
 * those who watch. The swapper begins once all three are read to their ends, so that a start loads
 * what serves now and not what served once.
 */
final class Following implements Runs {

  private static final Duration A_WHILE = Duration.ofSeconds(1);

  private final Register<TaskSpec> tasks;
  private final Register<ModelPublished> models;
  private final Register<RolloutState> rollouts;
  private final Swapper swapper;
  private final Thread beginning = new Thread(this::begin, "beginning");
  private volatile boolean begun;
  private volatile boolean closing;

  Following(Clients clients, Swapper swapper, Commands commands, Watchers watchers) {
    this.swapper = swapper;
    this.tasks =
        Register.of(Topics.TASKS, clients)
            .onChange(
                (id, task) -> {
                  var deleted = task.map(TaskSpec::getDeleted).orElse(true);
                  swapper.deleted(id, deleted);
                  if (deleted) {
                    watchers.deleted(id);
                  }
                });
    this.models =
        Register.of(Topics.MODELS, clients)
            .onChange((key, model) -> model.ifPresent(swapper::hear));
    this.rollouts =
        Register.of(Topics.ROLLOUTS, clients)
            .onChange(
                (id, state) ->
                    state.ifPresent(
                        now -> {
                          swapper.follow(now);
                          commands.follow(now);
                          watchers.changed(id);
                        }));
    beginning.setDaemon(true);
  }

  Known known() {
    return new Known(tasks.view(), models.view(), rollouts.view());
  }

  @Override
  public synchronized Following start() {
    if (beginning.getState() == Thread.State.NEW) {
      registers().forEach(Register::start);
      beginning.start();
    }
    return this;
  }

  private void begin() {
    try {
      for (var register : registers()) {
        while (!closing && !register.awaitCaughtUp(A_WHILE)) {
          Thread.onSpinWait(); // it says in its health what it waits for
        }
      }
      if (!closing) {
        swapper.start();
        begun = true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Register<?>> registers() {
    return List.of(tasks, models, rollouts);
  }

  @Override
  public String name() {
    return "registers";
  }

  /** As well as the worst of the registers. */
  @Override
  public LoopHealth health() {
    for (var register : registers()) {
      var health = register.health();
      if (!health.alive() || !health.ready()) {
        return new LoopHealth(
            health.alive(), health.ready(), register.name() + ": " + health.why());
      }
    }
    return new LoopHealth(
        true, begun, begun ? "all read, and followed" : "all read, about to begin");
  }

  @Override
  public void close() {
    closing = true;
    registers().forEach(Register::close);
  }
}
