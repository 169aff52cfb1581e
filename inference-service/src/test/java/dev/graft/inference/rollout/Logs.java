package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.inference.evidence.Pairs;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A task's graft.predictions and graft.examples, drawn by a seed, and what they say of a trial,
 * counted by going through them whole.
 *
 * @param changes in the order of their numbers
 */
record Logs(List<Predicted> predictions, List<ExampleChange> changes) {

  static final String TASK = "pets";
  static final Instant BEGAN = Instant.parse("2026-01-01T01:40:00Z");

  private static final Instant START = BEGAN.minus(Duration.ofMinutes(100));
  private static final List<String> CLASSES = List.of("cat", "dog", "bird");
  private static final int IMAGES = 20;
  private static final int MINUTES = 300;

  /** Over when all has happened. */
  static final Instant END = START.plus(Duration.ofMinutes(MINUTES));

  static Logs drawn(Random random) {
    var predictions = new ArrayList<Predicted>();
    for (var number = 0; number < 40; number++) {
      predictions.add(prediction(number, random));
    }
    var minutes = new ArrayList<Integer>();
    for (var number = 0; number < 30; number++) {
      minutes.add(random.nextInt(MINUTES));
    }
    Collections.sort(minutes);
    var changes = new ArrayList<ExampleChange>();
    var held = new HashMap<String, Boolean>(); // false: erased
    for (var minute : minutes) {
      change(random, minute, changes.size() + 1, held).ifPresent(changes::add);
    }
    return new Logs(predictions, changes);
  }

  private static Predicted prediction(int number, Random random) {
    var predicted =
        Predicted.newBuilder()
            .setPredictionId("p" + number)
            .setTaskId(TASK)
            .setImageId(image(random))
            .setTime(Times.of(at(random.nextInt(MINUTES))))
            .setServedVersion(1)
            .addAnswers(answer(1, random));
    if (random.nextInt(8) > 0) {
      predicted.addAnswers(answer(2, random));
    }
    return predicted.build();
  }

  private static VersionAnswer answer(long version, Random random) {
    var answer = VersionAnswer.newBuilder().setVersion(version);
    return random.nextInt(10) == 0
        ? answer.setFault("broke").build()
        : answer.setClassName(name(random)).addProbabilities(random.nextFloat()).build();
  }

  private static Optional<ExampleChange> change(
      Random random, int minute, long sequence, Map<String, Boolean> held) {
    var image = image(random);
    var change =
        ExampleChange.newBuilder()
            .setTaskId(TASK)
            .setSequence(sequence)
            .setImageId(image)
            .setTime(Times.of(at(minute)));
    var example = Example.newBuilder().setClassName(name(random));
    if (!held.containsKey(image)) {
      held.put(image, true);
      if (random.nextInt(3) == 0) { // the trainer heard of it late
        example.setFirstLabelled(Times.of(at(random.nextInt(minute + 1))));
      }
      return Optional.of(change.setAdded(example).build());
    }
    if (!held.get(image)) {
      return Optional.empty(); // erased: nothing follows
    }
    return Optional.of(
        switch (random.nextInt(6)) {
          case 0 -> {
            held.put(image, false);
            yield change.setRemoved(ExampleRemoved.newBuilder().setWhy("erased")).build();
          }
          case 1 -> {
            held.remove(image);
            yield change.setRemoved(ExampleRemoved.newBuilder().setWhy("retracted")).build();
          }
          default -> change.setReplaced(example).build();
        });
  }

  private static String image(Random random) {
    return "image-" + random.nextInt(IMAGES);
  }

  private static String name(Random random) {
    return CLASSES.get(random.nextInt(CLASSES.size()));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  /** Predictions in any order, changes in their own, in any mixture. */
  List<Message> mixed(Random random) {
    var some = new ArrayList<>(predictions);
    Collections.shuffle(some, random);
    var answers = new ArrayDeque<>(some);
    var labels = new ArrayDeque<>(changes);
    var mixed = new ArrayList<Message>();
    while (!answers.isEmpty() || !labels.isEmpty()) {
      var label = answers.isEmpty() || (!labels.isEmpty() && random.nextBoolean());
      mixed.add(label ? labels.remove() : answers.remove());
    }
    return mixed;
  }

  /** The pairs of version 2 against version 1, of images first labelled after the cut. */
  Pairs pairs(long cut) {
    var all = Pairs.NONE;
    for (var number = 0; number < IMAGES; number++) {
      all = all.plus(pair("image-" + number, cut));
    }
    return all;
  }

  private Pairs pair(String image, long cut) {
    var mine = changes.stream().filter(change -> change.getImageId().equals(image)).toList();
    var first =
        predictions.stream()
            .filter(each -> each.getImageId().equals(image) && each.getAnswersCount() == 2)
            .filter(each -> each.getAnswersList().stream().allMatch(a -> a.getFault().isEmpty()))
            .filter(each -> !Times.instant(each.getTime()).isBefore(BEGAN))
            .min(
                Comparator.comparing((Predicted each) -> Times.instant(each.getTime()))
                    .thenComparing(Predicted::getPredictionId));
    if (mine.isEmpty() || first.isEmpty() || mine.get(mine.size() - 1).hasRemoved()) {
      return Pairs.NONE;
    }
    var came = mine.get(0);
    var labelled =
        came.getAdded().hasFirstLabelled() ? came.getAdded().getFirstLabelled() : came.getTime();
    if (came.getSequence() <= cut
        || !Times.instant(labelled).isAfter(Times.instant(first.get().getTime()))) {
      return Pairs.NONE;
    }
    var last = mine.get(mine.size() - 1);
    var truth = (last.hasAdded() ? last.getAdded() : last.getReplaced()).getClassName();
    return Pairs.of(
        first.get().getAnswers(1).getClassName().equals(truth),
        first.get().getAnswers(0).getClassName().equals(truth));
  }
}
