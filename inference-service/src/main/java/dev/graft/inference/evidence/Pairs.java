package dev.graft.inference.evidence;

/**
 * Labelled images that both versions answered, each counted once.
 *
 * @param better only the candidate was right
 * @param worse only the other version was right
 * @param same both were right, or both wrong
 */
public record Pairs(long better, long worse, long same) {

  public static final Pairs NONE = new Pairs(0, 0, 0);

  public Pairs {
    if (better < 0 || worse < 0 || same < 0) {
      throw new IllegalArgumentException(
          "counts of pairs can't be negative: %d, %d, %d".formatted(better, worse, same));
    }
  }

  public long count() {
    return better + worse + same;
  }

  /** Accuracy of the candidate less that of the other version, a fraction; 0 without pairs. */
  public double effect() {
    return count() == 0 ? 0 : (double) (better - worse) / count();
  }

  public Pairs plus(Pairs more) {
    return new Pairs(better + more.better, worse + more.worse, same + more.same);
  }

  /**
   * With one pair restated: a label was corrected or withdrawn.
   *
   * @param from what the pair was
   * @param to what it is now
   */
  public Pairs restated(Pairs from, Pairs to) {
    return new Pairs(
        better - from.better + to.better,
        worse - from.worse + to.worse,
        same - from.same + to.same);
  }

  /** The one pair of an image. */
  public static Pairs of(boolean candidateRight, boolean otherRight) {
    if (candidateRight == otherRight) {
      return new Pairs(0, 0, 1);
    }
    return candidateRight ? new Pairs(1, 0, 0) : new Pairs(0, 1, 0);
  }

  @Override
  public String toString() {
    var effect = Math.round(effect() * 1000) / 1000.0;
    return better + " better, " + worse + " worse, " + same + " same, effect " + effect;
  }
}
