package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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
  private volatile EmbeddingPlan plan = EmbeddingPlan.UNMEASURED;
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
    try (InputStream in = open(spec, architecture, weights)) {
      Set<String> withClassifier = architecture.network(1).weights().keySet();
      var digested = new DigestInputStream(in, Spaces.sha256());
      NetworkWeights.load(network, owner, digested, withClassifier::contains);
      check(spec, Spaces.hex(digested.getMessageDigest().digest()));
      VisionRuntime.withoutGradients(network::fold);
      var backbone = new Backbone(spec, architecture, network, owner);
      loaded = true;
      return backbone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!loaded) {
        owner.close();
      }
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

  /** Whether a pass keeps the thread that asks for it busy, and no other thread or device. */
  boolean computesOnItsCaller() {
    return !owner.getDevice().isGpu() && VisionRuntime.oneThreadAPass();
  }

  public Preprocessing preprocessing() {
    return architecture.preprocessing();
  }

  public EmbeddingPlan plan() {
    return plan;
  }

  /** How passes are run from now on; a matter of speed, the answers stay. */
  public void use(EmbeddingPlan chosen) {
    plan = chosen;
  }

  /** A picture as {@link #embed} takes it: {@code [3, size, size]}. */
  public float[] prepare(Picture picture) {
    return preprocessing().tensor(picture);
  }

  /** Embeddings {@code [n, width]} of prepared pictures, in passes as large as the plan says. */
  public float[][] embed(List<float[]> prepared) {
    return embed(prepared, plan);
  }

  float[][] embed(List<float[]> prepared, EmbeddingPlan by) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the backbone " + spec + " is closed");
      }
      return passes.embed(prepared, by);
    } finally {
      inUse.readLock().unlock();
    }
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
