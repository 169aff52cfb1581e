package dev.graft.vision.head;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The curvature that L-BFGS remembers, and the direction it makes of a gradient: the two-loop
 * recursion of Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.4, with the
 * scaling of equation 7.20.
 */
final class Memory {
  private static final int PAIRS = 10;

  private record Pair(float[][] step, float[][] change, double rho) {}

  private final Deque<Pair> pairs = new ArrayDeque<>(); // oldest first

  /**
   * Remembers that a step changed the gradient so; a pair without positive curvature teaches
   * nothing and is left out.
   */
  void remember(float[][] step, float[][] change) {
    double curvature = Vectors.dot(step, change);
    if (!(curvature > 1e-12 * Vectors.dot(change, change))) {
      return;
    }
    if (pairs.size() == PAIRS) {
      pairs.removeFirst();
    }
    pairs.addLast(new Pair(step, change, 1 / curvature));
  }

  /** Where to go from a point with this gradient: downhill. */
  float[][] direction(float[][] gradient) {
    float[][] q = Vectors.copy(gradient);
    List<Pair> newestFirst = new ArrayList<>();
    pairs.descendingIterator().forEachRemaining(newestFirst::add);
    double[] alpha = new double[newestFirst.size()];
    for (int i = 0; i < alpha.length; i++) {
      Pair pair = newestFirst.get(i);
      alpha[i] = pair.rho * Vectors.dot(pair.step, q);
      Vectors.add(q, -alpha[i], pair.change);
    }
    if (!newestFirst.isEmpty()) {
      Pair newest = newestFirst.get(0);
      Vectors.scale(q, 1 / (newest.rho * Vectors.dot(newest.change, newest.change)));
    }
    for (int i = alpha.length - 1; i >= 0; i--) {
      Pair pair = newestFirst.get(i);
      double beta = pair.rho * Vectors.dot(pair.change, q);
      Vectors.add(q, alpha[i] - beta, pair.step);
    }
    Vectors.scale(q, -1);
    return q;
  }
}
