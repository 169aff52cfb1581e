package dev.graft.inference.serve;

import dev.graft.v1.Novelty;
import dev.graft.v1.VersionRef;
import dev.graft.vision.bundle.Classifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A version in memory. It lives while the shelf or a request holds it: a request that began with it
 * finishes with it, whatever is swapped in meanwhile. Close what was handed out, once.
 */
public final class Resident implements AutoCloseable {

  private final String taskId;
  private final VersionRef ref;
  private final Classifier classifier;
  private final Backbones.Lease backbone;
  private final AtomicInteger holders = new AtomicInteger(1);

  Resident(String taskId, VersionRef ref, Classifier classifier, Backbones.Lease backbone) {
    this.taskId = taskId;
    this.ref = ref;
    this.classifier = classifier;
    this.backbone = backbone;
  }

  public String taskId() {
    return taskId;
  }

  public long version() {
    return ref.getVersion();
  }

  public String bundleDigest() {
    return ref.getBundleDigest();
  }

  /** Name of the network that it builds on. */
  public String backboneName() {
    return classifier.bundle().backbone().name();
  }

  VersionRef ref() {
    return ref;
  }

  public List<String> classes() {
    return classifier.bundle().classes();
  }

  public String space() {
    return classifier.bundle().space().id();
  }

  /** Length of the embeddings that it takes. */
  public int width() {
    return classifier.bundle().served().width();
  }

  /** {@code [width]} to {@code [classes]}; needs no network, so whoever calls need not hold it. */
  public float[] probabilities(float[] embedding) {
    return classifier.probabilities(embedding);
  }

  /**
   * Whether an embedding {@code [width]} looks like what it was taught with; empty if it does not
   * tell.
   */
  public Optional<Novelty> novelty(float[] embedding) {
    return classifier
        .recognition(embedding)
        .map(
            seen ->
                Novelty.newBuilder()
                    .setUnknown(!seen.known())
                    .setScore(seen.distance())
                    .setThreshold(seen.threshold())
                    .setRejectionRate(seen.rejectionRate())
                    .build());
  }

  public LoadedBackbone backbone() {
    return backbone.backbone();
  }

  /** Uses it and then closes it, also when the use throws at once. */
  public <T> CompletableFuture<T> during(Function<Resident, CompletableFuture<T>> use) {
    CompletableFuture<T> used;
    try {
      used = use.apply(this);
    } catch (RuntimeException | Error refused) {
      used = CompletableFuture.failedFuture(refused);
    }
    return used.whenComplete((done, failed) -> close());
  }

  /** One more holder, who closes it once; false if it is gone already. */
  public boolean hold() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** One holder less; the last one lets the backbone go. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      backbone.close();
    }
  }
}
