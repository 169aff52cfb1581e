package dev.graft.deploy.child;

import dev.graft.embedded.EmbeddedBroker;

/** The broker's process. */
public final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] arguments) {
    var life = ChildLife.ofSystemProperties();
    life.run(() -> EmbeddedBroker.start(life.data(), life.port()));
  }
}
