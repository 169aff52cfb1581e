package dev.graft.vision.domain;

import dev.graft.vision.strategy.Domain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far two sets of pictures lie from each other in a network's eyes, stage by stage.
 *
 * <p>Each channel of a BatchNorm's input is taken as a Gaussian. The distance of two is ln(1 + J),
 * with J the symmetric Kullback-Leibler divergence, {@code J = ((v + d²) / w + (w + d²) / v) / 2 -
 * 1} for variances v and w and the difference d of the means (Kullback and Leibler 1951). The
 * logarithm keeps a channel that is nearly silent in one of them from outweighing all others. A
 * stage's distance is the mean over its channels, the overall one the mean over stages.
 *
 * @param stages shallow to deep; those without a BatchNorm are not among them
 */
public record DomainDistance(List<StageDistance> stages) {
  /** Up to here pictures count as near; see vision's README for what real sets have. */
  public static final double NEAR_UP_TO = 0.15;

  /** From here on they count as far. */
  public static final double FAR_FROM = 0.4;

  /** BatchNorm's own: below it a variance means nothing. */
  private static final double LEAST_VARIANCE = 1e-5;

  /** Mean over the channels that go into the stage's BatchNorms; 0 for equal statistics. */
  public record StageDistance(String stage, int channels, double distance) {}

  public DomainDistance {
    stages = List.copyOf(stages);
  }

  /**
   * Compares; the order of the two does not matter.
   *
   * @throws IllegalArgumentException if they are not of the same network
   */
  public static DomainDistance between(DomainStatistics one, DomainStatistics other) {
    if (one.layers().size() != other.layers().size()) {
      throw new IllegalArgumentException("statistics of two different networks");
    }
    Map<String, double[]> sums = new LinkedHashMap<>(); // distance, channels
    for (int i = 0; i < one.layers().size(); i++) {
      ChannelStatistics a = one.layers().get(i);
      ChannelStatistics b = other.layers().get(i);
      if (!a.layer().equals(b.layer()) || a.mean().length != b.mean().length) {
        throw new IllegalArgumentException("%s is not %s".formatted(a, b));
      }
      double[] sum = sums.computeIfAbsent(a.stage(), stage -> new double[2]);
      for (int c = 0; c < a.mean().length; c++) {
        sum[0] += ofChannel(a, b, c);
      }
      sum[1] += a.mean().length;
    }
    var stages = new ArrayList<StageDistance>();
    sums.forEach(
        (stage, sum) -> stages.add(new StageDistance(stage, (int) sum[1], sum[0] / sum[1])));
    return new DomainDistance(stages);
  }

  private static double ofChannel(ChannelStatistics a, ChannelStatistics b, int channel) {
    double v = Math.max(a.variance()[channel], LEAST_VARIANCE);
    double w = Math.max(b.variance()[channel], LEAST_VARIANCE);
    double d = a.mean()[channel] - b.mean()[channel];
    return Math.log1p(Math.max(0, ((v + d * d) / w + (w + d * d) / v) / 2 - 1));
  }

  /** One number for all: the mean over stages. */
  public double overall() {
    return stages.stream().mapToDouble(StageDistance::distance).average().orElse(0);
  }

  /** What the overall distance means for a plan. */
  public Domain domain() {
    if (overall() <= NEAR_UP_TO) {
      return Domain.NEAR;
    }
    return overall() >= FAR_FROM ? Domain.FAR : Domain.UNCLEAR;
  }
}
