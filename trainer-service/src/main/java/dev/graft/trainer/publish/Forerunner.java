package dev.graft.trainer.publish;

import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.ClassCounts;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadOptions;
import dev.graft.vision.head.HeadPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What later fits need of an earlier version: where to start from, and whom to be held against.
 *
 * @param policy by which its head was chosen
 * @param trainExamples how many it learned from
 * @param examples how many there were in all
 * @param tail of its own, which its space is that of
 */
public record Forerunner(
    long version,
    String bundleDigest,
    List<String> classes,
    String space,
    Head judged,
    HeadPolicy policy,
    HeadKind kind,
    double strength,
    double temperature,
    int trainExamples,
    int examples,
    Optional<Tail> tail) {

  public static Forerunner of(long version, String bundleDigest, Bundle bundle) {
    List<ClassCounts> counts = bundle.dataset().counts();
    int train = counts.stream().mapToInt(ClassCounts::train).sum();
    return new Forerunner(
        version,
        bundleDigest,
        bundle.classes(),
        bundle.space().id(),
        bundle.judged(),
        bundle.policy(),
        bundle.kind(),
        bundle.l2(),
        bundle.temperature(),
        train,
        train + counts.stream().mapToInt(ClassCounts::validation).sum(),
        bundle.tail());
  }

  /** A bundle is remembered before it has a number. */
  Forerunner numbered(long number) {
    return new Forerunner(
        number,
        bundleDigest,
        classes,
        space,
        judged,
        policy,
        kind,
        strength,
        temperature,
        trainExamples,
        examples,
        tail);
  }

  /** A fit that takes its choices over. */
  public HeadOptions choice() {
    return HeadOptions.reusing(kind, strength, temperature, policy.balance());
  }
}
