package dev.graft.ingest.task;

import dev.graft.ingest.outcome.UnavailableException;
import dev.graft.loop.Clients;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Publisher;
import dev.graft.loop.Register;
import dev.graft.loop.Runs;
import dev.graft.topics.Topics;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** graft.tasks: announced by a publisher, seen through a register. */
public final class RegisteredTasks implements TaskTopic, Runs {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Register<TaskSpec> register;
  private final Publisher publisher;
  private final Object changes = new Object();

  public RegisteredTasks(Clients clients, Publisher publisher) {
    this.publisher = publisher;
    this.register = Register.of(Topics.TASKS, clients).onChange((key, task) -> changed());
  }

  @Override
  public RegisteredTasks start() {
    register.start();
    return this;
  }

  @Override
  public Optional<TaskSpec> get(String taskId) {
    awaitCaughtUp();
    return register.get(taskId);
  }

  @Override
  public Collection<TaskSpec> all() {
    awaitCaughtUp();
    return register.view().values();
  }

  /** Before that, a task that exists could look new. */
  private void awaitCaughtUp() {
    try {
      if (!register.awaitCaughtUp(PATIENCE)) {
        throw new UnavailableException("The tasks are not read yet; try again soon.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("stopping", e);
    }
  }

  @Override
  public void announce(TaskSpec task) {
    try {
      publisher
          .send(Topics.TASKS, task.getTaskId(), task)
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      awaitSeen(task);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnavailableException("Kafka did not take the task; try again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("stopping", e);
    }
  }

  private void awaitSeen(TaskSpec task) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (changes) {
      while (register.get(task.getTaskId()).map(TaskSpec::getRevision).orElse(0L)
          < task.getRevision()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new UnavailableException(
              "The task is written, but reading graft.tasks lags behind; ask for it again soon.");
        }
        changes.wait(left);
      }
    }
  }

  private void changed() {
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  @Override
  public String name() {
    return register.name();
  }

  @Override
  public LoopHealth health() {
    return register.health();
  }

  @Override
  public void close() {
    register.close();
  }
}
