package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks the supervisor to stop, and waits until it has. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops what `graft up` started. Its data stay.")
public final class Down implements Runnable {
  private static final int PATIENCE_SECONDS = 90;

  @Mixin private HomeOption home = new HomeOption();

  @Override
  public void run() {
    var supervisor = home.running().supervisor().alive();
    if (supervisor.isEmpty()) {
      throw new Failure("Graft is not up in " + home.home().folder());
    }
    var process = supervisor.get();
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new Failure("process " + process.pid() + " did not stop within 90 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while waiting", e);
    }
    System.out.println("Graft is down. Its data stay in " + home.home().folder() + ".");
  }
}
