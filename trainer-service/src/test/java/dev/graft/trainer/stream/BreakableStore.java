package dev.graft.trainer.stream;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real store behind a connection that can be broken. */
final class BreakableStore {
  private BreakableStore() {}

  static BlobStore of(BlobStore store, AtomicBoolean broken) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (broken.get()) {
                throw new StoreUnavailableException("down");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
