package dev.graft.trainer.replay;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.fit.ExampleSums;
import dev.graft.trainer.fit.Learning;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.v1.ModelPublished;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.TrainedHead;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Rebuilds a version on one thread: its data set from its manifest, then both heads from the data
 * set and the parent, and compares the bits.
 */
public final class Replay {
  private final BundleFiles files;
  private final String topicId;
  private final History history;

  /**
   * @param topicId Kafka's id of the graft.examples that the history was read from
   */
  public Replay(BundleFiles files, String topicId, History history) {
    this.files = files;
    this.topicId = topicId;
    this.history = history;
  }

  /**
   * Rebuilds one version.
   *
   * @throws IOException the store is broken, which says nothing of the version
   */
  public Outcome of(ModelPublished version) throws IOException, InterruptedException {
    Bundle bundle;
    Optional<Bundle> parent;
    try {
      bundle = BundleFormat.unpack(version.getBundleDigest(), files);
      parent = parentOf(bundle);
    } catch (BadBundleException e) {
      return new Outcome.Refused("it or its parent can't be read: " + e.getMessage());
    }
    if (!bundle.dataset().topicId().equals(topicId)) {
      return new Outcome.Refused(
          "it was made from another graft.examples, with id " + bundle.dataset().topicId());
    }
    if (bundle.tail().isPresent()) {
      return new Outcome.Refused(
          "it answers through a fine-tuned tail, and what that makes of its pictures is not on"
              + " graft.embeddings");
    }
    Optional<String> problem = history.problem(bundle.dataset().sequence());
    if (problem.isPresent()) {
      return new Outcome.Refused(problem.get());
    }
    return refit(bundle, parent, history.at(bundle.dataset().sequence()));
  }

  private Outcome refit(Bundle bundle, Optional<Bundle> parent, TaskExamples.Snapshot examples)
      throws InterruptedException {
    Wish wish = new Wish(bundle.classes(), bundle.space().id(), bundle.judged().width());
    Optional<String> gone = gone(examples.rows(), wish);
    if (gone.isPresent()) {
      return new Outcome.Refused(gone.get());
    }
    Dataset data = Dataset.of(examples, wish);
    if (!data.digest().equals(bundle.dataset().digest())) {
      return new Outcome.Differs(
          "graft.examples gives a data set of %d with digest %s, its manifest says %s"
              .formatted(data.picks().size(), data.digest(), bundle.dataset().digest()));
    }
    var known = parent.map(of -> Forerunner.of(0, bundle.parentDigest().orElseThrow(), of));
    var learning = new Learning(data, false, bundle.policy(), known, new ExampleSums());
    TrainedHead judged = learning.judged();
    // A task may serve its judged head; then the bundle holds it twice.
    boolean oneHead = bundle.judged().equals(bundle.served());
    TrainedHead served = oneHead ? judged : learning.served(judged);
    Optional<Novelty> novelty = learning.novelty(parent.flatMap(Bundle::novelty), oneHead);
    return compare(bundle, with(bundle, judged, served, novelty), data.picks().size());
  }

  /** Examples that the version may have learned from, though their vectors are no longer here. */
  private static Optional<String> gone(List<Row> rows, Wish wish) {
    List<String> lacking =
        rows.stream()
            .filter(row -> wish.classes().contains(row.className()))
            .filter(row -> row.in(wish.space()).filter(Replay::isGone).isPresent())
            .map(Row::imageId)
            .toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "graft.embeddings no longer has the vectors of %d examples, the first is %s"
                .formatted(lacking.size(), lacking.get(0)));
  }

  private static boolean isGone(Row.Embedding embedding) {
    return embedding.vector() == History.GONE;
  }

  private static Outcome compare(Bundle published, Bundle rebuilt, int examples) {
    if (published.kind() != rebuilt.kind()) {
      return new Outcome.Differs(
          "a head of kind %s, published was %s"
              .formatted(rebuilt.kind().word(), published.kind().word()));
    }
    if (published.l2() != rebuilt.l2() || published.temperature() != rebuilt.temperature()) {
      return new Outcome.Differs(
          "strength %s and temperature %s, published %s and %s"
              .formatted(
                  rebuilt.l2(), rebuilt.temperature(), published.l2(), published.temperature()));
    }
    String head = BundleFormat.headDigest(published);
    String again = BundleFormat.headDigest(rebuilt);
    if (!published.novelty().equals(rebuilt.novelty())) {
      return new Outcome.Differs("what tells novelty comes out otherwise");
    }
    return head.equals(again)
        ? new Outcome.Same(head, examples)
        : new Outcome.Differs("the heads come out as " + again + ", published as " + head);
  }

  private Optional<Bundle> parentOf(Bundle bundle) throws BadBundleException, IOException {
    if (bundle.parentDigest().isEmpty()) {
      return Optional.empty();
    }
    String digest = bundle.parentDigest().get();
    return Optional.of(BundleFormat.unpack(digest, files));
  }

  private static Bundle with(
      Bundle published, TrainedHead judged, TrainedHead served, Optional<Novelty> novelty) {
    return new Bundle(
        published.classes(),
        published.backbone(),
        published.space(),
        published.preprocessing(),
        judged.head(),
        served.head(),
        judged.temperature(),
        judged.strength(),
        published.scores(),
        published.dataset(),
        published.parentDigest(),
        published.probes(),
        judged.kind(),
        novelty,
        published.policy(),
        published.tail());
  }
}
