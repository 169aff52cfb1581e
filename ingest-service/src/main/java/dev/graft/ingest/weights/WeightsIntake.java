package dev.graft.ingest.weights;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.topics.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Streams a safetensors file into the store under its digest. Only its beginning is looked at here;
 * whether its tensors are those of a backbone is for whoever loads it to say.
 */
public final class WeightsIntake {
  private static final String PART = ".part";

  private final BlobStore blobs;
  private final Path folder;
  private final long maxBytes;

  /**
   * An intake over a store.
   *
   * @param folder for the file on its way; nobody else's, and what a killed process left in it goes
   */
  public WeightsIntake(BlobStore blobs, Path folder, long maxBytes) {
    this.blobs = blobs;
    this.folder = folder;
    this.maxBytes = maxBytes;
    sweep(folder);
  }

  private static void sweep(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var left = Files.newDirectoryStream(folder, "*" + PART)) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't tidy up " + folder, e);
    }
  }

  public Outcome<StoredWeights> take(InputStream body) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "weights", PART);
    try {
      return received(body, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Whether a task may name weights of this digest. */
  public boolean exist(String digest) {
    return blobs.stat(Keys.blob(digest)).isPresent();
  }

  private Outcome<StoredWeights> received(InputStream body, Path file) throws IOException {
    var sha256 = Digests.sha256();
    var beginning = new SafetensorsBeginning();
    long bytes = 0;
    try (var out = Files.newOutputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
        beginning.add(buffer, read);
        if (bytes > maxBytes) {
          return Outcome.refused(
              Fault.TOO_LARGE, "The file is larger than %d bytes.".formatted(maxBytes));
        }
        sha256.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    if (!beginning.plausible(bytes)) {
      return Outcome.refused(
          Fault.BAD_WEIGHTS, "This is no safetensors file; convert the weights and send that.");
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    boolean created = blobs.create(Keys.blob(digest), file);
    return Outcome.taken(new StoredWeights(digest, bytes, !created));
  }
}
