package dev.graft.trainer.examine;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.fit.Learning;
import dev.graft.trainer.fit.TailVectors;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.head.LabelledEmbeddings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest version, and the examples that it is examined by.
 *
 * @param learned train examples that its heads have seen
 * @param validation examples
 * @param later train examples that came or changed after it
 * @param without examples of its classes that have no embedding in its space
 */
record Subject(
    long version,
    Bundle bundle,
    List<Dataset.Pick> learned,
    List<Dataset.Pick> validation,
    int later,
    int without) {

  static Subject of(ExamRequest request, long version, Bundle bundle, TailVectors tails) {
    List<Row> own =
        request.snapshot().rows().stream()
            .filter(row -> bundle.classes().contains(row.className()))
            .toList();
    List<Row> rows =
        bundle
            .tail()
            .map(tail -> tails.held(request.taskId(), bundle.backbone(), tail, own))
            .orElse(own);
    var wish = new Wish(bundle.classes(), bundle.space().id(), bundle.judged().width());
    var snapshot = new TaskExamples.Snapshot(request.snapshot().sequence(), rows);
    Dataset data = Dataset.of(snapshot, wish);
    Predicate<Dataset.Pick> seen = pick -> pick.row().sequence() <= bundle.dataset().sequence();
    List<Dataset.Pick> learned = data.train().stream().filter(seen).toList();
    return new Subject(
        version,
        bundle,
        learned,
        data.validation(),
        data.train().size() - learned.size(),
        own.size() - data.picks().size());
  }

  LabelledEmbeddings embeddings(List<Dataset.Pick> picks) {
    return Learning.embeddings(picks, bundle.classes().size(), bundle.tail().isPresent());
  }

  /** How many of a class it has seen. */
  int learnedOf(int label) {
    return (int) learned.stream().filter(pick -> pick.label() == label).count();
  }

  /** Some of these by lot, the classes in turn; that mixes them, as BatchNorm wants it. */
  static List<Dataset.Pick> inTurn(List<Dataset.Pick> picks, int most) {
    var ranks = new HashMap<Dataset.Pick, Integer>();
    var counts = new HashMap<Integer, Integer>();
    var lot = new ArrayList<>(picks);
    lot.sort(
        (a, b) -> Long.compareUnsigned(mixed(a.row().splitHash()), mixed(b.row().splitHash())));
    lot.forEach(pick -> ranks.put(pick, counts.merge(pick.label(), 1, Integer::sum)));
    return lot.stream()
        .sorted(Comparator.comparingInt(pick -> ranks.getOrDefault(pick, 0)))
        .limit(most)
        .toList();
  }

  /**
   * Fibonacci hashing (Knuth, TAOCP 3, 6.4): the split has used up the order of the hash itself.
   */
  private static long mixed(long hash) {
    return hash * 0x9E3779B97F4A7C15L;
  }
}
