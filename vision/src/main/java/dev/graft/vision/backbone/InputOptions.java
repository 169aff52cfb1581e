package dev.graft.vision.backbone;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.vision.picture.Clahe;
import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Pad;
import dev.graft.vision.picture.Tiles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a network's input otherwise than its usual weights were trained with. Whatever
 * is left open (empty, 0, false, null) is as with them.
 *
 * @param weightSet the published weights whose preprocessing is taken, e.g. {@code IMAGENET1K_V2}
 * @param size side of the square input in pixels
 * @param resize length of the short side before the square is cut out; usually in proportion to the
 *     size, and twice the size with tiles
 * @param pad see the whole picture on a ground of one colour
 * @param tiles see the whole picture in several squares
 * @param gray one channel of luminance
 * @param clahe equalised luminance
 * @param bands of a picture that are taken, from 1 on
 * @param channels of the network's input; usually 3, or as many as bands
 * @param mean one for all channels, or one for each, in 0..1
 * @param std one for all channels, or one for each, in 0..1
 * @param allowSmall take pictures whose short side is below the architecture's smallest size too
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InputOptions(
    String weightSet,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int size,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int resize,
    @Nullable Interpolation interpolation,
    @Nullable Pad pad,
    @Nullable Tiles tiles,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gray,
    @Nullable Clahe clahe,
    List<Integer> bands,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int channels,
    List<Float> mean,
    List<Float> std,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean allowSmall) {
  /** As the usual weights were trained. */
  public static final InputOptions USUAL =
      new InputOptions(null, 0, 0, null, null, null, false, null, null, 0, null, null, false);

  public InputOptions(
      @Nullable String weightSet,
      int size,
      int resize,
      @Nullable Interpolation interpolation,
      @Nullable Pad pad,
      @Nullable Tiles tiles,
      boolean gray,
      @Nullable Clahe clahe,
      @Nullable List<Integer> bands,
      int channels,
      @Nullable List<Float> mean,
      @Nullable List<Float> std,
      boolean allowSmall) {
    this.weightSet = weightSet == null ? "" : weightSet;
    this.size = size;
    this.resize = resize;
    this.interpolation = interpolation;
    this.pad = pad;
    this.tiles = tiles;
    this.gray = gray;
    this.clahe = clahe;
    this.bands = bands == null ? List.of() : List.copyOf(bands);
    this.channels = channels;
    this.mean = mean == null ? List.of() : List.copyOf(mean);
    this.std = std == null ? List.of() : List.copyOf(std);
    this.allowSmall = allowSmall;
  }

  /**
   * Another size, the short side resized to just that, and as usual otherwise: nothing of a square
   * picture is cut off.
   *
   * @param size side of the square input in pixels
   */
  public static InputOptions wholeAt(int size) {
    return new InputOptions(
        null, size, size, null, null, null, false, null, null, 0, null, null, false);
  }

  /** Tells Jackson, which asks by equals, what to leave out. */
  static final class Usual {
    @Override
    public boolean equals(@Nullable Object other) {
      return other == null || USUAL.equals(other);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(USUAL);
    }
  }
}
