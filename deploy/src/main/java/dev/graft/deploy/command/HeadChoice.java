package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which classifier a task fits on its embeddings, and what it calls unknown. */
final class HeadChoice {
  private static final String ALL = "all";

  /** As the wire has them. */
  enum Balance {
    none,
    weights,
    corrected
  }

  @Option(
      names = "--head",
      split = ",",
      paramLabel = "KIND,...",
      description =
          "The classifier on the embeddings: nearest-mean, discriminant, ridge, softmax,"
              + " support-vectors, neighbours, perceptron. Of several, or of all, the best linear"
              + " one on folds of the examples, unless neighbours or perceptron is clearly"
              + " better. Default: softmax.")
  private List<String> kinds = List.of();

  @Option(
      names = "--balance",
      description =
          "What is done about classes of very different size: ${COMPLETION-CANDIDATES}. Default:"
              + " none.")
  private @Nullable Balance balance;

  @Option(
      names = "--reject",
      paramLabel = "SHARE",
      description =
          "Call pictures unknown that look like none of the classes, so that at most this share of"
              + " the task's own are: 0 (never) to below 1. Default: 0.05.")
  private @Nullable Double rejectionRate;

  /** Says what was asked for; nothing if nothing was. */
  void addTo(TaskSpec.Builder task) {
    var head = HeadPolicy.newBuilder().addAllKinds(wanted());
    if (balance != null) {
      head.setBalance(
          switch (balance) {
            case none -> HeadPolicy.Balance.AS_FOUND;
            case weights -> HeadPolicy.Balance.WEIGHTS;
            case corrected -> HeadPolicy.Balance.CORRECTED;
          });
    }
    if (rejectionRate != null) {
      head.setRejectionRate(rejectionRate);
    }
    if (!head.build().equals(HeadPolicy.getDefaultInstance())) {
      task.setHead(head);
    }
  }

  private List<HeadPolicy.Kind> wanted() {
    if (kinds.equals(List.of(ALL))) {
      return known();
    }
    var wanted = new ArrayList<HeadPolicy.Kind>();
    for (String word : kinds) {
      wanted.add(
          known().stream()
              .filter(kind -> word(kind).equals(word))
              .findFirst()
              .orElseThrow(() -> new Failure(unknown(word))));
    }
    return wanted;
  }

  private static String unknown(String word) {
    var words = known().stream().map(HeadChoice::word).collect(Collectors.joining(", "));
    return "no kind of head is called %s; there are %s, and all".formatted(word, words);
  }

  /** From the simplest on. */
  private static List<HeadPolicy.Kind> known() {
    return Arrays.stream(HeadPolicy.Kind.values())
        .filter(
            kind ->
                kind != HeadPolicy.Kind.KIND_UNSPECIFIED && kind != HeadPolicy.Kind.UNRECOGNIZED)
        .toList();
  }

  /** How people call it. */
  static String word(HeadPolicy.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
