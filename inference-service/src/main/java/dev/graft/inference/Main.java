package dev.graft.inference;

import dev.graft.connect.ServiceProcess;

/** Starts inference-service. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ServiceProcess.run(Main.class, args);
  }
}
