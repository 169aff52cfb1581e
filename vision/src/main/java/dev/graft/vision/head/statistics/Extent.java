package dev.graft.vision.head.statistics;

/**
 * Which examples can be counted together.
 *
 * @param classes labels lie below it
 * @param width of every vector
 * @param grid whose reach no value may pass
 */
record Extent(int classes, int width, Grid grid) {
  Extent {
    if (classes < 1 || width < 1) {
      throw new IllegalArgumentException("statistics need a class and a feature");
    }
  }

  /**
   * Refuses what can't be counted.
   *
   * @param vectors [n, width]
   * @param labels [n]
   */
  void require(float[][] vectors, int[] labels) {
    if (vectors.length != labels.length) {
      throw new IllegalArgumentException("vectors and labels differ in number");
    }
    double limit = grid.limit();
    for (int e = 0; e < vectors.length; e++) {
      if (labels[e] < 0 || labels[e] >= classes || vectors[e].length != width) {
        throw new IllegalArgumentException(
            "example " + e + " is not of one of " + classes + " classes at width " + width);
      }
      for (float value : vectors[e]) {
        if (!(Math.abs(value) <= limit)) {
          throw new IllegalArgumentException(
              "example " + e + " holds " + value + ", beyond ±" + limit + "; give a larger reach");
        }
      }
    }
  }
}
