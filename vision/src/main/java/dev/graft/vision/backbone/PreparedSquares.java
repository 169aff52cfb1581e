package dev.graft.vision.backbone;

import dev.graft.vision.picture.Tiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prepared pictures as the single squares that a network sees, and their embeddings put together.
 */
final class PreparedSquares {
  private final List<float[]> all = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final @Nullable Tiles tiles;

  /**
   * Takes pictures apart.
   *
   * @param prepared each {@code [squares, channels, size, size]}, with any number of squares if
   *     there are tiles, else of one
   * @throws IllegalArgumentException if one is not
   */
  PreparedSquares(List<float[]> prepared, ResolvedSpec spec) {
    this.tiles = spec.preprocessing().tiles();
    int each = spec.channels() * spec.size() * spec.size();
    for (float[] picture : prepared) {
      int count = picture.length / each;
      if (count * each != picture.length || count == 0 || tiles == null && count > 1) {
        throw new IllegalArgumentException(
            "a prepared picture has " + each + " numbers, not " + picture.length);
      }
      counts.add(count);
      for (int i = 0; i < count; i++) {
        all.add(count == 1 ? picture : Arrays.copyOfRange(picture, i * each, (i + 1) * each));
      }
    }
  }

  /** Each {@code [channels, size, size]}. */
  List<float[]> all() {
    return all;
  }

  /** One embedding for each picture: {@code [pictures, width]}, of those of all squares. */
  float[][] pooled(List<float[]> embeddings) {
    var pooled = new float[counts.size()][];
    int from = 0;
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] = pool(embeddings.subList(from, from + counts.get(i)));
      from += counts.get(i);
    }
    return pooled;
  }

  private float[] pool(List<float[]> squares) {
    if (squares.size() == 1) {
      return squares.get(0);
    }
    boolean greatest = tiles != null && tiles.pooling() == Tiles.Pooling.MAX;
    float[] pooled = squares.get(0).clone();
    for (float[] square : squares.subList(1, squares.size())) {
      for (int i = 0; i < pooled.length; i++) {
        pooled[i] = greatest ? Math.max(pooled[i], square[i]) : pooled[i] + square[i];
      }
    }
    for (int i = 0; i < pooled.length && !greatest; i++) {
      pooled[i] /= squares.size();
    }
    return pooled;
  }
}
