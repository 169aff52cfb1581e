package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.layer.FirstConvolution;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pretrained network that turns pictures into embeddings: loaded, checked, with BatchNorm folded
 * away. Any number of threads may embed at once; closing waits for them.
 */
public final class Backbone implements AutoCloseable {
  private final BackboneSpec spec;
  private final ResolvedSpec resolved;
  private final Space space;
  private final int width;
  private final NDManager owner;
  private final PlannedPasses passes;
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean closed; // guarded by inUse

  private Backbone(
      BackboneSpec spec, ResolvedSpec resolved, Space space, Network network, NDManager owner) {
    this.spec = spec;
    this.resolved = resolved;
    this.space = space;
    this.width = resolved.width();
    this.owner = owner;
    this.passes =
        new PlannedPasses(new ForwardPasses(network, owner, resolved), owner.getDevice().isGpu());
  }

  /**
   * Loads, checks and folds a network.
   *
   * @throws BadWeightsException if the bytes are not those of the digest, or not of that network
   * @throws IllegalArgumentException if there is no such architecture, the spec cannot be, or no
   *     weights ship with it and none are named
   * @throws UncheckedIOException if the source fails
   */
  public static Backbone load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    return load(spec, Spaces.of(spec), weights, device, (network, owner) -> {});
  }

  /**
   * As {@link #load(BackboneSpec, WeightsSource, Device)}, with a task's own tail in the place of
   * the later stages: a network of its own, in a space of its own.
   *
   * @param file the tail's safetensors file
   * @throws BadWeightsException also if the file is not the tail's, or the tail no part of that
   *     network
   */
  public static Backbone load(
      BackboneSpec spec, WeightsSource weights, Tail tail, byte[] file, Device device)
      throws BadWeightsException {
    return load(
        spec,
        Spaces.of(spec, tail),
        weights,
        device,
        (network, owner) -> TailWeights.fill(network, owner, tail, file));
  }

  /** Puts something in the place of weights that are there already. */
  interface Filling {
    void fill(Network network, NDManager owner) throws BadWeightsException;
  }

  private static Backbone load(
      BackboneSpec spec, Space space, WeightsSource weights, Device device, Filling tail)
      throws BadWeightsException {
    ResolvedSpec resolved = ResolvedSpec.of(spec);
    Architecture architecture = resolved.architecture();
    Network network = architecture.network(0);
    NDManager owner = VisionRuntime.manager(device);
    boolean loaded = false;
    try {
      PretrainedWeights.fill(network, owner, spec, weights);
      tail.fill(network, owner);
      VisionRuntime.withoutGradients(
          () -> {
            FirstConvolution.adapt(network.weights().values(), owner, resolved.channels());
            network.fold(resolved.tapped());
          });
      var backbone = new Backbone(spec, resolved, space, network, owner);
      loaded = true;
      return backbone;
    } finally {
      if (!loaded) {
        owner.close();
      }
    }
  }

  /**
   * The space of a backbone's embeddings, without loading it.
   *
   * @throws IllegalArgumentException if there is no such architecture, the spec cannot be, or no
   *     weights ship with it and none are named
   */
  public static Space spaceOf(BackboneSpec spec) {
    return Spaces.of(spec);
  }

  /**
   * The space of a task's own tail on a frozen trunk, without loading it.
   *
   * @throws IllegalArgumentException as {@link #spaceOf(BackboneSpec)}
   */
  public static Space spaceOf(BackboneSpec spec, Tail tail) {
    return Spaces.of(spec, tail);
  }

  public BackboneSpec spec() {
    return spec;
  }

  public Space space() {
    return space;
  }

  /** Length of an embedding. */
  public int width() {
    return width;
  }

  public Preprocessing preprocessing() {
    return resolved.preprocessing();
  }

  /**
   * Most pictures that should be brought at once: what has been fastest so far. It is found out
   * from the passes themselves, unless a plan was fixed.
   */
  public int batch() {
    return passes.batch();
  }

  /** Fixes how passes are run from now on; without it the fastest way is found by trying. */
  public void use(EmbeddingPlan plan) {
    passes.use(plan);
  }

  /** Why a picture makes no embedding in this space, if so. */
  public Optional<Decoded.Unreadable> refuses(Picture picture) {
    return resolved.refuses(picture);
  }

  /**
   * A picture as {@link #embed} takes it: {@code [squares, channels, size, size]}.
   *
   * @throws IllegalArgumentException if it is one that this backbone {@link #refuses}
   */
  public float[] prepare(Picture picture) {
    refuses(picture)
        .ifPresent(
            refused -> {
              throw new IllegalArgumentException(refused.reason());
            });
    return preprocessing().tensor(picture);
  }

  /** Embeddings {@code [n, width]} of prepared pictures, in one pass or several. */
  public float[][] embed(List<float[]> prepared) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the backbone " + spec + " is closed");
      }
      var squares = new PreparedSquares(prepared, resolved);
      return squares.pooled(passes.embed(squares.all()));
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
