package dev.graft.trainer.examine;

import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.examine.Answers;
import dev.graft.vision.head.HeadFit;
import dev.graft.vision.head.HeadOptions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a version's judged head answers.
 *
 * @param training to what it learned from
 * @param outOfFold to the same, by heads that are fitted as it was and have not seen them
 * @param validation to validation examples
 */
record Heads(Answers training, Answers outOfFold, Answers validation) {

  static Heads of(Subject subject) throws InterruptedException {
    Bundle bundle = subject.bundle();
    var learned = subject.embeddings(subject.learned());
    var validation = subject.embeddings(subject.validation());
    HeadOptions options =
        HeadOptions.reusing(
            bundle.kind(), bundle.l2(), bundle.temperature(), bundle.policy().balance());
    return new Heads(
        Answers.of(bundle.judged(), bundle.temperature(), learned),
        Answers.outOfFold(
            learned, bundle.temperature(), some -> HeadFit.fit(some, options, null).head()),
        Answers.of(bundle.judged(), bundle.temperature(), validation));
  }

  TaskMeasured.Losses losses() {
    return new TaskMeasured.Losses(training.logLoss(), outOfFold.logLoss(), validation.logLoss());
  }

  List<TaskMeasured.ClassLook> classes(Subject subject) {
    List<String> names = subject.bundle().classes();
    return IntStream.range(0, names.size())
        .mapToObj(
            label ->
                new TaskMeasured.ClassLook(
                    names.get(label), subject.learnedOf(label), validation.accuracyOf(label)))
        .toList();
  }
}
