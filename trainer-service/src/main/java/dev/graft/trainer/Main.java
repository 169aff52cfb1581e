package dev.graft.trainer;

import dev.graft.connect.ServiceProcess;

/** Starts trainer-service. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ServiceProcess.run(Main.class, args);
  }
}
