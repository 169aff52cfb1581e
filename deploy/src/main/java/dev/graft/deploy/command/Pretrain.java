package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import picocli.CommandLine.Command;

/** Makes the weights of mini anew. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = "Trains the default backbone anew, on pictures that it draws itself.")
public final class Pretrain implements Runnable {
  @Override
  public void run() {
    throw new Failure("coming");
  }
}
