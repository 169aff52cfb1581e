package dev.graft.vision.head.statistics;

/**
 * Where a fit takes the sums of its examples from. Whatever is behind it, the bits are the same.
 */
@FunctionalInterface
public interface StatisticsSource {
  /**
   * The sums of exactly these examples, at the smallest reach that holds them. Not to be written,
   * and good until the source is asked again.
   *
   * @param vectors [n, width], n at least 1
   * @param labels [n]
   */
  ClassStatistics of(float[][] vectors, int[] labels, int classes);
}
