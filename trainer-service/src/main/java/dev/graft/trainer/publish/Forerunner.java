package dev.graft.trainer.publish;

import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.ClassCounts;
import dev.graft.vision.head.Head;
import java.util.List;
import java.util.Optional;

/**
 * What later fits need of an earlier version: where to start from, and whom to be held against.
 *
 * @param trainExamples how many it learned from
 * @param tail of its own, which its space is that of
 */
public record Forerunner(
    long version,
    String bundleDigest,
    List<String> classes,
    String space,
    Head judged,
    double l2,
    double temperature,
    int trainExamples,
    Optional<Tail> tail) {

  public static Forerunner of(long version, String bundleDigest, Bundle bundle) {
    return new Forerunner(
        version,
        bundleDigest,
        bundle.classes(),
        bundle.space().id(),
        bundle.judged(),
        bundle.l2(),
        bundle.temperature(),
        bundle.dataset().counts().stream().mapToInt(ClassCounts::train).sum(),
        bundle.tail());
  }
}
