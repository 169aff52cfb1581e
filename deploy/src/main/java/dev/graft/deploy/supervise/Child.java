package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.RunFile.ChildMark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One part and the process that it is at the moment. Confined to the supervisor's thread, but for
 * {@link #alive}.
 */
final class Child {
  private final Recipe recipe;
  private final Home home;
  private volatile @Nullable Process process;
  private Instant started = Instant.EPOCH;
  private int deathsInARow;
  private int restarts;

  Child(Recipe recipe, Home home) {
    this.recipe = recipe;
    this.home = home;
  }

  Part part() {
    return recipe.part();
  }

  /**
   * Starts the process; its standard input stays open for as long as we live, which is how it
   * learns of our death.
   */
  Process launch(Instant now) {
    var log = home.log(recipe.name()).toFile();
    var builder =
        new ProcessBuilder(recipe.command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().putAll(recipe.environment());
    try {
      var fresh = builder.start();
      process = fresh;
      started = now;
      return fresh;
    } catch (IOException e) {
      throw new Failure("can't start " + recipe.name() + ": " + e.getMessage(), e);
    }
  }

  /** Notes a death. Returns how long to wait before the next launch. */
  Duration died(Instant now, RestartPolicy policy) {
    deathsInARow = policy.deathsInARow(deathsInARow, Duration.between(started, now));
    restarts++;
    return policy.pause(deathsInARow);
  }

  int deathsInARow() {
    return deathsInARow;
  }

  boolean alive() {
    var present = process;
    return present != null && present.isAlive();
  }

  ChildMark mark() {
    var present = process;
    return new ChildMark(present == null ? 0 : present.pid(), restarts);
  }

  void askToStop() {
    var present = process;
    if (present != null) {
      present.destroy();
    }
  }

  /** Returns whether it went by itself. */
  boolean awaitEnd(Duration grace) {
    var present = process;
    if (present == null) {
      return true;
    }
    try {
      boolean went = present.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
      if (!went) {
        present.destroyForcibly().waitFor();
      }
      return went;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      present.destroyForcibly();
      return false;
    }
  }
}
