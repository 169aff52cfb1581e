package dev.graft.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.vision.bundle.PackedBundle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever publishing stops: nothing is visible, or everything. */
class CrashPointsTest {
  private static final byte[] HEAD = bytes("head");
  private static final byte[] PROBES = bytes("probes");
  private static final byte[] MANIFEST = bytes("manifest");
  private static final PackedBundle BUNDLE =
      new PackedBundle(
          Digests.sha256Hex(MANIFEST),
          MANIFEST,
          Map.of(Digests.sha256Hex(HEAD), HEAD, Digests.sha256Hex(PROBES), PROBES));

  @ParameterizedTest(name = "before write {0}")
  @ValueSource(ints = {0, 1, 2})
  void aCrashLeavesNothingVisibleAndAnotherTryCompletes(int crashAt) {
    BlobStore store = BlobStores.inMemory();
    var crashing = new BundlePublisher(crashing(store, crashAt, false));
    assertThrows(StoreUnavailableException.class, () -> crashing.publish(BUNDLE));
    assertEquals(Optional.empty(), store.get(Keys.bundle(BUNDLE.digest())));
    new BundlePublisher(store).publish(BUNDLE);
    assertWhole(store);
  }

  @ParameterizedTest(name = "after write {0}")
  @ValueSource(ints = {0, 1, 2})
  void anAnswerThatGotLostDoesNoHarm(int lostAt) {
    BlobStore store = BlobStores.inMemory();
    var losing = new BundlePublisher(crashing(store, lostAt, true));
    assertThrows(StoreUnavailableException.class, () -> losing.publish(BUNDLE));
    if (store.get(Keys.bundle(BUNDLE.digest())).isPresent()) {
      assertWhole(store);
    }
    new BundlePublisher(store).publish(BUNDLE);
    assertWhole(store);
  }

  private static void assertWhole(BlobStore store) {
    assertTrue(store.get(Keys.bundle(BUNDLE.digest())).isPresent());
    BUNDLE
        .files()
        .keySet()
        .forEach(file -> assertTrue(store.get(Keys.bundleFile(file)).isPresent()));
  }

  /** The real store in memory, whose connection breaks at the n-th write. */
  private static BlobStore crashing(BlobStore store, int at, boolean afterwards) {
    var writes = new AtomicInteger();
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              boolean breaks = method.getName().equals("create") && writes.getAndIncrement() == at;
              if (breaks && !afterwards) {
                throw new StoreUnavailableException("broken before the write");
              }
              try {
                Object answer = method.invoke(store, arguments);
                if (breaks) {
                  throw new StoreUnavailableException("broken after the write");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
