package dev.graft.trainer.settle;

import dev.graft.trainer.v1.HeldExample;
import dev.graft.v1.Example;
import dev.graft.v1.SettledLabel;
import dev.graft.v1.Vector;

/**
 * An embedding that is made again from the same picture in the same space says nothing new, yet its
 * last bits may be others: sums come in another order in a batch of another size, in another layout
 * or on another device. So what is held stays as it is while the new one differs by rounding only.
 */
public final class Remade {
  /**
   * Largest distance, as a share of the held vector's length, that counts as rounding. Passes in
   * float differ by about 1e-6, and no head can tell a thousandth.
   */
  static final double ROUNDING = 1e-3;

  private Remade() {}

  /** What is settled, with held embeddings in place of those that differ from them by rounding. */
  public static SettledLabel asHeld(SettledLabel settled, HeldExample held) {
    Example before = held.getExample();
    if (!before.getBlobDigest().equals(settled.getExample().getBlobDigest())) {
      return settled;
    }
    SettledLabel.Builder same = settled.toBuilder();
    for (int i = 0; i < settled.getVectorsCount(); i++) {
      for (int k = 0; k < held.getVectorsCount(); k++) {
        if (isSame(held.getVectors(k), settled.getVectors(i))) {
          same.setVectors(i, held.getVectors(k));
          same.getExampleBuilder().setEmbeddings(i, before.getEmbeddings(k));
        }
      }
    }
    return same.build();
  }

  private static boolean isSame(Vector held, Vector remade) {
    int width = held.getValuesCount();
    if (!held.getSpace().equals(remade.getSpace()) || width != remade.getValuesCount()) {
      return false;
    }
    double length = 0;
    double distance = 0;
    for (int i = 0; i < width; i++) {
      double off = (double) remade.getValues(i) - held.getValues(i);
      length += (double) held.getValues(i) * held.getValues(i);
      distance += off * off;
    }
    return distance <= ROUNDING * ROUNDING * length;
  }
}
