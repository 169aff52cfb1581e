package dev.graft.trainer.dataset;

import dev.graft.events.Digests;
import dev.graft.v1.Split;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a fit learns from: the examples of one snapshot that the wish takes, sorted by image id.
 *
 * @param sequence of the snapshot
 */
public record Dataset(long sequence, Wish wish, List<Pick> picks) {

  /**
   * One example of the data set.
   *
   * @param label index of its class in the wish
   */
  public record Pick(Row row, int label, Row.Embedding embedding) {
    public float[] vector() {
      return embedding.vector();
    }
  }

  public static Dataset of(TaskExamples.Snapshot snapshot, Wish wish) {
    List<Pick> picks = new ArrayList<>();
    Map<String, Integer> labels = new HashMap<>(); // a list would be searched for each example
    for (int k = 0; k < wish.classes().size(); k++) {
      labels.putIfAbsent(wish.classes().get(k), k);
    }
    for (Row row : snapshot.rows()) {
      @Nullable Integer label = labels.get(row.className());
      if (label != null) {
        row.in(wish.space())
            .filter(embedding -> embedding.vector().length == wish.width())
            .ifPresent(embedding -> picks.add(new Pick(row, label, embedding)));
      }
    }
    return new Dataset(snapshot.sequence(), wish, List.copyOf(picks));
  }

  public List<Pick> train() {
    return picks.stream().filter(Predicate.not(pick -> pick.row().validation())).toList();
  }

  public List<Pick> validation() {
    return picks.stream().filter(pick -> pick.row().validation()).toList();
  }

  public Tally tally() {
    return Tally.of(picks.stream().map(Pick::row).toList(), wish);
  }

  /** The digest that a DatasetManifest carries; the rule stands in models.proto. */
  public String digest() {
    MessageDigest sha256 = Digests.sha256();
    for (Pick pick : picks) {
      Split split = pick.row().validation() ? Split.VALIDATION : Split.TRAIN;
      String line =
          String.join(
              "\t",
              pick.row().imageId(),
              pick.row().className(),
              split.name(),
              pick.embedding().digest());
      sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
