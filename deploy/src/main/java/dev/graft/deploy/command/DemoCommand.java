package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import picocli.CommandLine.Command;

/** Tells the whole story. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Runs the whole story in a few minutes, with real events, and checks it.")
public final class DemoCommand implements Runnable {
  @Override
  public void run() {
    throw new Failure("coming");
  }
}
