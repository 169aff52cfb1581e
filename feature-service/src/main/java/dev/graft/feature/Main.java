package dev.graft.feature;

import dev.graft.connect.ServiceProcess;

/** Starts feature-service. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ServiceProcess.run(Main.class, args);
  }
}
