package dev.graft.deploy.child;

import dev.graft.embedded.EmbeddedStore;

/** The object store's process. */
public final class StoreMain {
  private StoreMain() {}

  public static void main(String[] arguments) {
    var life = ChildLife.ofSystemProperties();
    var key = System.getProperty("graft.key", "");
    life.run(() -> EmbeddedStore.start(life.data(), life.port(), key, key));
  }
}
