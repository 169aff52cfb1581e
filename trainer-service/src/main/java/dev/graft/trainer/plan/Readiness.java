package dev.graft.trainer.plan;

import java.util.List;

/** Whether a task has what a fit needs. */
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /** Why not, as a sentence for people. */
  record NotReady(String why) implements Readiness {}

  /** Examples of one class that a fit could use. */
  record ClassExamples(String name, int train, int validation) {}

  /**
   * Every class needs enough train examples to be learned at all. Beyond that, somebody must be
   * able to say how good the head is: a validation example, or two train examples of each class, so
   * that one can be judged by what was learned from the other. Six labelled pictures are enough to
   * see something.
   *
   * @param minPerClass fewest train examples of a class; less than 1 counts as 1
   */
  static Readiness of(List<ClassExamples> classes, int minPerClass) {
    if (classes.size() < 2) {
      return new NotReady("a task needs at least two classes");
    }
    int least = Math.max(1, minPerClass);
    var lacking = classes.stream().filter(each -> each.train() < least).toList();
    if (!lacking.isEmpty()) {
      var first = lacking.get(0);
      String others = lacking.size() == 1 ? "" : " and " + (lacking.size() - 1) + " more";
      return new NotReady(
          "class \"%s\"%s: %d of %d train examples with a vector"
              .formatted(first.name(), others, first.train(), least));
    }
    boolean validated = classes.stream().anyMatch(each -> each.validation() > 0);
    boolean folds = classes.stream().allMatch(each -> each.train() >= 2);
    return validated || folds
        ? new Ready()
        : new NotReady("no example to judge by: none in validation, and a class with only one");
  }
}
