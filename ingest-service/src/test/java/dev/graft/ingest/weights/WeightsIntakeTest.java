package dev.graft.ingest.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.events.Digests;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.topics.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsIntakeTest {
  @TempDir Path folder;
  private final BlobStore blobs = BlobStores.inMemory();

  @Test
  void keepsAFileUnderItsDigest() throws IOException {
    byte[] file = safetensors(100_000);
    var digest = Digests.sha256Hex(file);
    assertEquals(Outcome.taken(new StoredWeights(digest, file.length, false)), take(file));
    assertEquals(Outcome.taken(new StoredWeights(digest, file.length, true)), take(file));
    assertArrayEquals(file, blobs.get(Keys.blob(digest)).orElseThrow());
    assertTrue(intake().exist(digest));
    assertFalse(intake().exist("0".repeat(64)));
  }

  @Test
  void refusesWhatIsNoSafetensorsFile() throws IOException {
    assertEquals(Fault.BAD_WEIGHTS, fault(new byte[0]));
    assertEquals(Fault.BAD_WEIGHTS, fault(new byte[] {1, 2, 3}));
    assertEquals(Fault.BAD_WEIGHTS, fault("a pickle, perhaps".getBytes()));
    assertEquals(Fault.BAD_WEIGHTS, fault(safetensors(0)), "its header is longer than itself");
  }

  @Test
  void refusesAFileThatIsTooLargeWithoutReadingItAll() throws IOException {
    assertEquals(Fault.TOO_LARGE, fault(safetensors(2_000_000)));
  }

  @Test
  void leavesNoFileBehind() throws IOException {
    take(safetensors(1000));
    fault(new byte[] {1});
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void clearsAwayWhatAKilledProcessLeft() throws IOException {
    Files.write(folder.resolve("weights123.part"), new byte[10]);
    intake();
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  private static byte[] safetensors(int dataBytes) {
    var file = ByteBuffer.allocate(9 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(10).put((byte) '{').array();
  }

  private WeightsIntake intake() {
    return new WeightsIntake(blobs, folder, 1_000_000);
  }

  private Outcome<StoredWeights> take(byte[] file) throws IOException {
    return intake().take(new ByteArrayInputStream(file));
  }

  private Fault fault(byte[] file) throws IOException {
    return ((Outcome.Refused<StoredWeights>) take(file)).fault();
  }
}
