package dev.graft.blobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} must do. */
abstract class BlobStoreContract {
  private final String own = "contract/" + UUID.randomUUID() + "/";

  abstract BlobStore store();

  /** A bucket that {@link #store} may read. */
  abstract BlobStore readable();

  static final String READABLE = "publishers";

  @Test
  void givesBackWhatWasPut() {
    store().put(own + "a", bytes("one"));
    assertEquals("one", text(store().get(own + "a")));
    store().put(own + "a", bytes("two"));
    assertEquals("two", text(store().get(own + "a")));
  }

  @Test
  void keepsAnEmptyObject() {
    assertTrue(store().create(own + "empty", new byte[0]));
    assertEquals("", text(store().get(own + "empty")));
    assertEquals(Optional.of(new BlobStore.Stat(0)), store().stat(own + "empty"));
  }

  @Test
  void saysAbsentForWhatIsNotThere() {
    assertEquals(Optional.empty(), store().get(own + "none"));
    assertEquals(Optional.empty(), store().stat(own + "none"));
    assertThrows(BlobAbsentException.class, () -> store().open(own + "none"));
  }

  @Test
  void createsOnlyOnceAndKeepsTheFirst() {
    assertTrue(store().create(own + "once", bytes("first")));
    assertFalse(store().create(own + "once", bytes("second")));
    assertEquals("first", text(store().get(own + "once")));
  }

  @Test
  void letsExactlyOneOfManyCreatorsWin() {
    var creators =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> store().create(own + "race", bytes("by " + i))))
            .toList();
    var winners = IntStream.range(0, 8).filter(i -> creators.get(i).join()).toArray();
    assertEquals(1, winners.length);
    assertEquals("by " + winners[0], text(store().get(own + "race")));
  }

  @Test
  void createsFromAFileLargerThanOnePart() throws IOException {
    var content = new byte[(17 << 20) + 3];
    new Random(1).nextBytes(content);
    var file = Files.write(TestBed.folder("large").resolve("weights"), content);
    assertTrue(store().create(own + "large", file));
    assertFalse(store().create(own + "large", file));
    assertEquals(Optional.of(new BlobStore.Stat(content.length)), store().stat(own + "large"));
    try (var stream = store().open(own + "large")) {
      assertArrayEquals(content, stream.readAllBytes());
    }
  }

  @Test
  void createsFromASmallFileOnce() throws IOException {
    var file = Files.write(TestBed.folder("small").resolve("file"), bytes("small"));
    assertTrue(store().create(own + "small", file));
    assertFalse(store().create(own + "small", file));
    assertEquals("small", text(store().get(own + "small")));
  }

  @Test
  void deletesAndDoesNotMindIfItIsGone() {
    store().put(own + "gone", bytes("x"));
    store().delete(own + "gone");
    store().delete(own + "gone");
    assertEquals(Optional.empty(), store().get(own + "gone"));
    assertTrue(store().create(own + "gone", bytes("again")));
  }

  @Test
  void listsByPrefixInOrder() {
    store().put(own + "list/b/2", bytes(""));
    store().put(own + "list/a", bytes(""));
    store().put(own + "list/b/1", bytes(""));
    store().put(own + "lisp", bytes(""));
    assertEquals(
        List.of(own + "list/a", own + "list/b/1", own + "list/b/2"), store().list(own + "list/"));
    assertEquals(List.of(), store().list(own + "nothing/"));
  }

  @Test
  void isReadyAsOftenAsAsked() {
    store().ensureReady();
    store().ensureReady();
  }

  @Test
  void readsAnObjectOfABucketThatIsAllowed() {
    readable().put(own + "photo", bytes("pixels"));
    assertEquals("pixels", text(store().getFrom(READABLE, own + "photo", 6)));
    assertEquals(Optional.empty(), store().getFrom(READABLE, own + "none", 6));
  }

  @Test
  void refusesOtherBucketsAndLargerObjects() {
    readable().put(own + "photo", bytes("pixels"));
    assertThrows(NotReadableException.class, () -> store().getFrom("private", own + "photo", 6));
    var refusal =
        assertThrows(NotReadableException.class, () -> store().getFrom(READABLE, own + "photo", 5));
    assertTrue(refusal.getMessage().contains("has 6 bytes, at most 5"), refusal.getMessage());
  }

  @Test
  void refusesKeysThatNoObjectCanHave() {
    for (var key : List.of("", "../x", "a/./b", "a/..", ".", "a\nb", "a\0", "é".repeat(513))) {
      assertThrows(NotReadableException.class, () -> store().getFrom(READABLE, key, 6), key);
    }
  }

  @Test
  void looksForKeysThatOnlyLookOdd() {
    for (var key : List.of("a b", "..x/y..", "a+b&c=d?e#f", "ü/é", "%2e%2e")) {
      readable().put(own + key, bytes("odd"));
      assertEquals("odd", text(store().getFrom(READABLE, own + key, 6)), key);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Optional<byte[]> bytes) {
    return new String(bytes.orElseThrow(), StandardCharsets.UTF_8);
  }
}
