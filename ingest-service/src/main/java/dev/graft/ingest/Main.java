package dev.graft.ingest;

import dev.graft.connect.ServiceProcess;

/** Starts ingest-service. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    ServiceProcess.run(Main.class, args);
  }
}
