package dev.graft.vision.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a task.
 *
 * @param perClass train examples of each class
 * @param domain how near its pictures are to the backbone's own
 * @param head what the head alone reaches, once there is one
 * @param network what could be fine-tuned
 * @param means what it may cost
 */
public record Situation(
    List<Integer> perClass,
    Domain domain,
    Optional<HeadRecord> head,
    NetworkShape network,
    Means means) {
  public Situation {
    perClass = List.copyOf(perClass);
  }

  public int examples() {
    return perClass.stream().mapToInt(Integer::intValue).sum();
  }

  public int classes() {
    return perClass.size();
  }

  public int fewest() {
    return perClass.stream().mapToInt(Integer::intValue).min().orElse(0);
  }

  public int most() {
    return perClass.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * The network, as far as a plan needs to know it.
   *
   * @param stages shallow to deep
   * @param cut first stage of the usual tail
   * @param shareBeforeCut of an embedding's work, 0 to 1
   */
  public record NetworkShape(List<String> stages, String cut, double shareBeforeCut) {
    public NetworkShape {
      stages = List.copyOf(stages);
      if (!stages.contains(cut) || shareBeforeCut < 0 || shareBeforeCut > 1) {
        throw new IllegalArgumentException("no cut " + cut + " among " + stages);
      }
    }

    /** Index of the stage at which the usual tail begins. */
    int cutIndex() {
      return stages.indexOf(cut);
    }
  }

  /**
   * What learning may cost.
   *
   * @param budget longest time for all fine-tuning of the plan
   * @param forwardPerSecond pictures that go through the whole backbone in a second on the device
   *     that would fine-tune; empty while nobody has measured it
   */
  public record Means(Duration budget, OptionalDouble forwardPerSecond) {}
}
