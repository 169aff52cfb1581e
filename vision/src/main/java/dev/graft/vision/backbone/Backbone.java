package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained network that turns pictures into embeddings: loaded, checked, with BatchNorm folded
 * away. Any number of threads may embed at once; closing waits for them.
 */
public final class Backbone implements AutoCloseable {
  private final BackboneSpec spec;
  private final Architecture architecture;
  private final Space space;
  private final NDManager owner;
  private final ForwardPasses passes;
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
  private final PlanTrials trials = new PlanTrials();
  private volatile @Nullable EmbeddingPlan fixed;
  private boolean closed; // guarded by inUse

  private Backbone(BackboneSpec spec, Architecture architecture, Network network, NDManager owner) {
    this.spec = spec;
    this.architecture = architecture;
    this.space = Spaces.of(spec);
    this.owner = owner;
    this.passes = new ForwardPasses(network, owner, architecture.inputSize());
  }

  /**
   * Loads, checks and folds a network.
   *
   * @throws BadWeightsException if the bytes are not those of the digest, or not of that network
   * @throws IllegalArgumentException if there is no such architecture, or it ships no weights and
   *     none are named
   * @throws UncheckedIOException if the source fails
   */
  public static Backbone load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    Architecture architecture = Spaces.architecture(spec);
    Network network = architecture.network(0);
    NDManager owner = VisionRuntime.manager(device);
    boolean loaded = false;
    try {
      fill(network, owner, spec, weights);
      VisionRuntime.withoutGradients(() -> network.fold());
      var backbone = new Backbone(spec, architecture, network, owner);
      loaded = true;
      return backbone;
    } finally {
      if (!loaded) {
        owner.close();
      }
    }
  }

  /** Fills a network of that architecture without a classifier, and checks the digest. */
  static void fill(Network network, NDManager owner, BackboneSpec spec, WeightsSource weights)
      throws BadWeightsException {
    Architecture architecture = Spaces.architecture(spec);
    try (InputStream in = open(spec, architecture, weights)) {
      Set<String> withClassifier = architecture.network(1).weights().keySet();
      var digested = new DigestInputStream(in, Spaces.sha256());
      NetworkWeights.load(
          network, owner, digested, withClassifier::contains, architecture::weightName);
      check(spec, Spaces.hex(digested.getMessageDigest().digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(BackboneSpec spec, Architecture architecture, WeightsSource from)
      throws IOException {
    return spec.weightsDigest().isEmpty()
        ? Spaces.shipped(architecture)
        : from.open(spec.weightsDigest());
  }

  private static void check(BackboneSpec spec, String digest) throws BadWeightsException {
    if (!digest.equals(Spaces.weightsDigest(spec))) {
      throw new BadWeightsException(
          "the weights " + Spaces.weightsDigest(spec) + " have in truth the digest " + digest);
    }
  }

  /**
   * The space of a backbone's embeddings, without loading it.
   *
   * @throws IllegalArgumentException if there is no such architecture, or it ships no weights and
   *     none are named
   */
  public static Space spaceOf(BackboneSpec spec) {
    return Spaces.of(spec);
  }

  public BackboneSpec spec() {
    return spec;
  }

  public Space space() {
    return space;
  }

  /** Length of an embedding. */
  public int width() {
    return architecture.width();
  }

  public Preprocessing preprocessing() {
    return architecture.preprocessing();
  }

  /**
   * Most pictures that should be brought at once: what has been fastest so far. It is found out
   * from the passes themselves, unless a plan was fixed.
   */
  public int batch() {
    var plan = fixed;
    return plan == null ? trials.batch() : plan.batch();
  }

  /** Fixes how passes are run from now on; without it the fastest way is found by trying. */
  public void use(EmbeddingPlan plan) {
    fixed = plan;
  }

  /** A picture as {@link #embed} takes it: {@code [3, size, size]}. */
  public float[] prepare(Picture picture) {
    return preprocessing().tensor(picture);
  }

  /** Embeddings {@code [n, width]} of prepared pictures, in one pass or several. */
  public float[][] embed(List<float[]> prepared) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the backbone " + spec + " is closed");
      }
      passes.check(prepared);
      var embeddings = new ArrayList<float[]>();
      while (embeddings.size() < prepared.size()) {
        embeddings.addAll(pass(prepared.subList(embeddings.size(), prepared.size())));
      }
      return embeddings.toArray(float[][]::new);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /** Of the first of these. */
  private List<float[]> pass(List<float[]> waiting) {
    var plan = fixed;
    if (plan != null) {
      return passes.embed(
          waiting.subList(0, Math.min(plan.batch(), waiting.size())), plan.layout());
    }
    var tried = trials.next(waiting.size());
    LongSupplier clock = clock();
    long began = clock.getAsLong();
    var embeddings = passes.embed(waiting.subList(0, tried.batch()), tried.layout());
    trials.took(tried, clock.getAsLong() - began);
    return embeddings;
  }

  /**
   * Nanoseconds of this thread on a core, if a pass happens on it and nowhere else: then it does
   * not matter who else is given the core meanwhile. Else those of the world.
   */
  private LongSupplier clock() {
    return !owner.getDevice().isGpu() && VisionRuntime.oneThreadAPass()
        ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
        : System::nanoTime;
  }

  /** Prepares and embeds: {@code [n, width]}. */
  public float[][] embedPictures(List<Picture> pictures) {
    return embed(pictures.stream().map(this::prepare).toList());
  }

  /** Waits for passes under way, then frees the weights. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      closed = true;
      owner.close();
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
