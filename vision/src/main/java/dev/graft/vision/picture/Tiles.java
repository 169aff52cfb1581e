package dev.graft.vision.picture;

import org.jspecify.annotations.Nullable;

/**
 * A large picture is seen in several squares of the network's size, spread evenly so that they
 * cover it; its embedding is the mean, or the greatest of each number, of theirs. The short side is
 * shrunk to the preprocessing's {@code resize} if it is longer, and enlarged only if it is shorter
 * than a square.
 *
 * @param pooling of the squares' embeddings; null: the mean
 * @param most squares along the long side, so that a picture as narrow as a line costs no more than
 *     others; 0: {@value #USUALLY}. A longer one has gaps between its squares.
 */
public record Tiles(@Nullable Pooling pooling, int most) {
  /** What becomes of several squares' embeddings. */
  public enum Pooling {
    MEAN,
    MAX
  }

  static final int USUALLY = 8;

  public Tiles {
    pooling = pooling == null ? Pooling.MEAN : pooling;
    most = most == 0 ? USUALLY : most;
  }

  String canonical() {
    return "%s of at most %d".formatted(pooling == Pooling.MAX ? "max" : "mean", most);
  }
}
