package dev.graft.trainer.replay;

import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.v1.EmbeddingRef;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task's examples as graft.examples tells them, at any of its sequence numbers.
 *
 * @param changes in the order of their numbers
 * @param vectors what is left of graft.embeddings, by digest
 */
public record History(List<ExampleChange> changes, Map<String, float[]> vectors) {
  public History {
    changes = changes.stream().sorted(Comparator.comparing(ExampleChange::getSequence)).toList();
    vectors = Map.copyOf(vectors);
  }

  /** Why the examples at a sequence number can't be told; empty if they can. */
  Optional<String> problem(long sequence) {
    for (int i = 0; i < sequence; i++) {
      if (i >= changes.size() || changes.get(i).getSequence() != i + 1) {
        return Optional.of("graft.examples lacks change " + (i + 1) + " of " + sequence);
      }
    }
    return Optional.empty();
  }

  /** The examples after a change, with those of their vectors that are left. */
  TaskExamples.Snapshot at(long sequence) {
    Map<String, Row> rows = new TreeMap<>();
    for (ExampleChange change : changes.subList(0, (int) sequence)) {
      switch (change.getChangeCase()) {
        case ADDED -> rows.put(change.getImageId(), row(change, change.getAdded()));
        case REPLACED -> rows.put(change.getImageId(), row(change, change.getReplaced()));
        default -> rows.remove(change.getImageId());
      }
    }
    return new TaskExamples.Snapshot(sequence, List.copyOf(rows.values()));
  }

  private Row row(ExampleChange change, Example example) {
    List<Row.Embedding> embeddings = new ArrayList<>();
    for (EmbeddingRef ref : example.getEmbeddingsList()) {
      String digest = ref.getVectorDigest();
      float[] vector = vectors.getOrDefault(digest, GONE);
      embeddings.add(new Row.Embedding(ref.getSpace(), digest, vector));
    }
    return new Row(
        change.getImageId(),
        example.getClassName(),
        example.getSplit() == Split.VALIDATION,
        example.getSplitHash(),
        embeddings,
        change.getSequence(),
        0, // a fit does not ask
        example.getBlobDigest());
  }

  /** In place of a vector that nobody has any more. */
  static final float[] GONE = {};
}
