package dev.graft.trainer.dataset;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The examples of one task, as the store of the second stage has them. Written by the stream's
 * thread; anyone may take a snapshot.
 */
public final class TaskExamples {
  // Image ids are ASCII, so the order of strings is the order of their UTF-8 bytes.
  private final TreeMap<String, Row> rows = new TreeMap<>();
  private final SortedSet<String> withoutPicture = new TreeSet<>();
  private long sequence;

  /**
   * All examples after one change.
   *
   * @param rows sorted by image id
   */
  public record Snapshot(long sequence, List<Row> rows) {}

  public synchronized void put(Row row) {
    withoutPicture.remove(row.imageId());
    rows.put(row.imageId(), row);
    sequence = Math.max(sequence, row.sequence());
  }

  /** Forgets an example, or a label that waited for its picture. */
  public synchronized void remove(String imageId, long sequence) {
    withoutPicture.remove(imageId);
    rows.remove(imageId);
    this.sequence = Math.max(this.sequence, sequence);
  }

  /** A label is there, its picture is not. */
  public synchronized void waitForPicture(String imageId) {
    withoutPicture.add(imageId);
  }

  /** After a restart: changes that left no example behind counted too. */
  public synchronized void sequenceIsAtLeast(long sequence) {
    this.sequence = Math.max(this.sequence, sequence);
  }

  public synchronized Optional<Row> get(String imageId) {
    @Nullable Row row = rows.get(imageId);
    return Optional.ofNullable(row);
  }

  public synchronized Snapshot snapshot() {
    return new Snapshot(sequence, List.copyOf(rows.values()));
  }

  public synchronized long sequence() {
    return sequence;
  }

  public synchronized List<String> withoutPicture() {
    return List.copyOf(withoutPicture);
  }

  public synchronized int size() {
    return rows.size();
  }
}
