package dev.graft.vision.backbone;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/** A pretrained network that turns pictures into embeddings; {@code embed} is thread-safe. */
public final class Backbone implements AutoCloseable {
  private Backbone() {}

  /**
   * Loads, checks and folds a network.
   *
   * @throws BadWeightsException if the weights are not those, or not of that network
   */
  public static Backbone load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    throw new UnsupportedOperationException("coming");
  }

  /**
   * The space of a backbone's embeddings, without loading it.
   *
   * @throws IllegalArgumentException if there is no such architecture, or it ships no weights and
   *     none are named
   */
  public static Space spaceOf(BackboneSpec spec) {
    throw new UnsupportedOperationException("coming");
  }

  public BackboneSpec spec() {
    throw new UnsupportedOperationException("coming");
  }

  public Space space() {
    throw new UnsupportedOperationException("coming");
  }

  /** Length of an embedding. */
  public int width() {
    throw new UnsupportedOperationException("coming");
  }

  public Preprocessing preprocessing() {
    throw new UnsupportedOperationException("coming");
  }

  /** How passes are run from now on; the answers do not change. */
  public void use(EmbeddingPlan plan) {
    throw new UnsupportedOperationException("coming");
  }

  public EmbeddingPlan plan() {
    throw new UnsupportedOperationException("coming");
  }

  /** A picture as {@link #embed} takes it: {@code [3, size, size]}. */
  public float[] prepare(Picture picture) {
    return preprocessing().tensor(picture);
  }

  /** Embeddings of prepared pictures: {@code [n, width]}, for any n. */
  public float[][] embed(List<float[]> prepared) {
    throw new UnsupportedOperationException("coming");
  }

  /** Prepares and embeds: {@code [n, width]}. */
  public float[][] embedPictures(List<Picture> pictures) {
    return embed(pictures.stream().map(this::prepare).toList());
  }

  @Override
  public void close() {}
}
