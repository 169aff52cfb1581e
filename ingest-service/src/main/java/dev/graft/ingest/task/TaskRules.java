package dev.graft.ingest.task;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.TaskSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a task must be. All that is wrong is said at once, so that it is mended at once. */
final class TaskRules {
  static final Pattern TASK_ID = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern BACKBONE = Pattern.compile("[a-z0-9_]{1,100}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_CLASSES = 1000;
  private static final int LONGEST_CLASS = 200;
  private static final int LONGEST_DESCRIPTION = 2000;

  /** What the trainer can add to a point in time; nobody waits longer for a fit. */
  private static final Duration LONGEST_PAUSE = Durations.fromDays(365);

  private static final String SHIPS_WITH_WEIGHTS = "mini";

  private final Predicate<String> weightsExist;

  /**
   * Rules over a store.
   *
   * @param weightsExist whether the store has weights of this digest
   */
  TaskRules(Predicate<String> weightsExist) {
    this.weightsExist = weightsExist;
  }

  Outcome<TaskSpec> check(TaskSpec task) {
    var wrong = new ArrayList<String>();
    if (!TASK_ID.matcher(task.getTaskId()).matches()) {
      wrong.add("task_id must be 1 to 63 characters of a-z 0-9 -");
    }
    classes(task.getClassesList(), wrong);
    backbone(task.getBackbone(), wrong);
    policies(task, wrong);
    if (task.getDescription().length() > LONGEST_DESCRIPTION) {
      wrong.add("description takes at most %d characters".formatted(LONGEST_DESCRIPTION));
    }
    return wrong.isEmpty()
        ? Outcome.taken(task)
        : Outcome.refused(Fault.BAD_TASK, "The task can't be: " + String.join("; ", wrong) + ".");
  }

  private static void classes(List<String> classes, List<String> wrong) {
    if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
      wrong.add("classes must be 2 to %d, these are %d".formatted(MOST_CLASSES, classes.size()));
    }
    if (classes.stream().anyMatch(name -> name.isBlank() || name.length() > LONGEST_CLASS)) {
      wrong.add("a class needs a name of 1 to %d characters".formatted(LONGEST_CLASS));
    }
    if (classes.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))) {
      wrong.add("class names take no tabs, line ends or other control characters");
    }
    var seen = new HashSet<String>();
    classes.stream()
        .filter(name -> !seen.add(name))
        .findFirst()
        .ifPresent(twice -> wrong.add("class \"%s\" is there twice".formatted(twice)));
  }

  private void backbone(BackboneRef backbone, List<String> wrong) {
    var digest = backbone.getWeightsDigest();
    if (!BACKBONE.matcher(backbone.getName()).matches()) {
      wrong.add("backbone.name must be of a-z 0-9 _, such as mini or mobilenet_v2");
    } else if (digest.isEmpty() && !backbone.getName().equals(SHIPS_WITH_WEIGHTS)) {
      wrong.add(
          "backbone %s ships without weights: upload them (POST /v1/weights) and give their digest as backbone.weights_digest"
              .formatted(backbone.getName()));
    }
    if (!digest.isEmpty() && !DIGEST.matcher(digest).matches()) {
      wrong.add("backbone.weights_digest must be a sha256 in lower-case hex, 64 characters");
    } else if (!digest.isEmpty() && !weightsExist.test(digest)) {
      wrong.add("no weights with digest %s were uploaded (POST /v1/weights)".formatted(digest));
    }
    wrong.addAll(BackboneRules.broken(backbone));
  }

  private static void policies(TaskSpec task, List<String> wrong) {
    if (!isPause(task.getFit().getDebounce()) || !isPause(task.getFit().getMaxWait())) {
      wrong.add("fit.debounce and fit.max_wait must be durations from 0 to 365 days");
    }
    if (task.getFit().getMinExamplesPerClass() < 0) {
      wrong.add("fit.min_examples_per_class must be zero or more");
    }
    wrong.addAll(TuneRules.broken(task.getTune(), task.getBackbone().getName()));
    fraction("gate.floor", task.getGate().hasFloor(), task.getGate().getFloor(), wrong);
    fraction("gate.margin", task.getGate().hasMargin(), task.getGate().getMargin(), wrong);
    wrong.addAll(HeadRules.broken(task.getHead()));
    fraction("keep.share", task.getKeep().hasShare(), task.getKeep().getShare(), wrong);
    wrong.addAll(RolloutRules.broken(task.getRollout()));
  }

  private static boolean isPause(Duration duration) {
    return Durations.isValid(duration)
        && !Durations.isNegative(duration)
        && Durations.compare(duration, LONGEST_PAUSE) <= 0;
  }

  private static void fraction(String name, boolean given, double value, List<String> wrong) {
    if (given && !(value >= 0 && value <= 1)) { // so that NaN fails too
      wrong.add("%s must be a fraction from 0 to 1".formatted(name));
    }
  }
}
