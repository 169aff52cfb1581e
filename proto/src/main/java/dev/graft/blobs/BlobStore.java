package dev.graft.blobs;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects by key in one bucket. Absent is an answer; a store that does not answer, or answers
 * nonsense, is a {@link StoreUnavailableException}. Thread-safe.
 */
public interface BlobStore {
  /** Creates the object; false, and nothing changed, if there was one. Atomic among all clients. */
  boolean create(String key, byte[] bytes);

  /** Like {@link #create(String, byte[])}, streamed from a file. */
  boolean create(String key, Path file);

  /** Creates or replaces the object. */
  void put(String key, byte[] bytes);

  Optional<byte[]> get(String key);

  /**
   * Streams an object; the caller closes.
   *
   * @throws BlobAbsentException if there is none
   */
  InputStream open(String key);

  Optional<Stat> stat(String key);

  /** Deletes the object, if there is one. */
  void delete(String key);

  /** All keys that begin so, sorted. */
  List<String> list(String prefix);

  /**
   * Ends uploads in parts that began before this and were never completed; their parts take room
   * and are in no listing. A store that knows no such uploads has none.
   *
   * @return how many
   */
  default int abandonUploads(Instant begunBefore) {
    return 0;
  }

  /** Creates the bucket if it is missing; throws if the store can't be used. */
  void ensureReady();

  /**
   * Reads an object of another bucket, one that the configuration allows.
   *
   * @throws NotReadableException if we may not read the bucket, no object can have that key, or the
   *     object is larger
   */
  Optional<byte[]> getFrom(String bucket, String key, long maxBytes);

  /** What the store knows of an object without reading it. */
  record Stat(long bytes) {}
}
