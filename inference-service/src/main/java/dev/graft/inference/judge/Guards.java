package dev.graft.inference.judge;

import dev.graft.inference.evidence.SequentialTest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was seen of both versions on the same requests, without labels.
 *
 * @param requests that both were asked
 * @param failedAlone on which the candidate failed and the other did not
 * @param slow on which the candidate took longer than the task allows it beside the other
 * @param confidence sum of the candidate's top probabilities
 * @param otherConfidence the same of the other version
 * @param classes how often the candidate answered each class
 * @param otherClasses the same of the other version
 */
public record Guards(
    long requests,
    long failedAlone,
    long slow,
    double confidence,
    double otherConfidence,
    Map<String, Long> classes,
    Map<String, Long> otherClasses) {

  /** Parts of one that confidences are rounded to: a power of two, so that sums are exact. */
  private static final double STEPS = 0x1p20;

  public static final Guards NONE = new Guards(0, 0, 0, 0, 0, Map.of(), Map.of());

  public Guards {
    classes = Map.copyOf(classes);
    otherClasses = Map.copyOf(otherClasses);
  }

  /**
   * What one version answered to a request.
   *
   * @param className the most probable class
   * @param probability its probability
   * @param failed it gave no answer; then there is neither
   */
  public record Answer(String className, double probability, boolean failed) {}

  /**
   * With one more request that both were asked. Probabilities are rounded to a millionth, so that
   * their sums are exact and the order does not matter.
   *
   * @param tooSlow the candidate took longer than the task allows it beside the other
   */
  public Guards plus(Answer candidate, Answer other, boolean tooSlow) {
    var alone = candidate.failed() && !other.failed();
    if (candidate.failed() || other.failed()) {
      return new Guards(
          requests + 1,
          failedAlone + (alone ? 1 : 0),
          slow,
          confidence,
          otherConfidence,
          classes,
          otherClasses);
    }
    return new Guards(
        requests + 1,
        failedAlone,
        slow + (tooSlow ? 1 : 0),
        confidence + rounded(candidate.probability()),
        otherConfidence + rounded(other.probability()),
        oneMore(classes, candidate.className()),
        oneMore(otherClasses, other.className()));
  }

  private static double rounded(double probability) {
    return Math.rint(probability * STEPS) / STEPS;
  }

  private static Map<String, Long> oneMore(Map<String, Long> counts, String name) {
    var more = new HashMap<>(counts);
    more.merge(name, 1L, Long::sum);
    return more;
  }

  /**
   * Why the candidate can't go on: it fails or is slow more often than allowed, by the same kind of
   * test as the labels.
   */
  Optional<String> alarm(GuardLimits limits, SequentialTest test) {
    if (test.exceeds(failedAlone, requests, limits.failures())) {
      return Optional.of("it alone failed on %d of %d requests".formatted(failedAlone, requests));
    }
    return test.exceeds(slow, requests, limits.slow())
        ? Optional.of("it was too slow on %d of %d requests".formatted(slow, requests))
        : Optional.empty();
  }

  /**
   * Why a person should look before the candidate gets more traffic. A shift is no proof of harm.
   */
  Optional<String> shift(GuardLimits limits) {
    if (requests < limits.requests()) {
      return Optional.empty();
    }
    var difference = (confidence - otherConfidence) / requests;
    if (Math.abs(difference) > limits.confidence()) {
      return Optional.of("its mean confidence differs by %+.3f".formatted(difference));
    }
    return classMixDistance() > limits.classMix()
        ? Optional.of("its mix of classes differs by %.3f".formatted(classMixDistance()))
        : Optional.empty();
  }

  private double classMixDistance() {
    var names = new TreeSet<>(classes.keySet());
    names.addAll(otherClasses.keySet());
    return names.stream()
            .mapToDouble(name -> Math.abs(share(classes, name) - share(otherClasses, name)))
            .sum()
        / 2;
  }

  private static double share(Map<String, Long> counts, String name) {
    var all = counts.values().stream().mapToLong(each -> each).sum();
    return all == 0 ? 0 : (double) counts.getOrDefault(name, 0L) / all;
  }
}
