package dev.graft.inference.rollout;

import static java.util.Map.Entry.comparingByKey;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers, labels, and what becomes of labels: drawn by a seed, and told in an order of its own.
 */
final class DrawnLabels {
  static final double CONFIDENCE = 0.75;
  private static final List<String> CLASSES = List.of("cat", "dog", "bird");

  /** One label in so many became an example so many seconds after it was given. */
  private static final int LATE = 7;

  private final Random random;
  private final Supplier<Instant> clock;
  private final Set<String> labelled = new TreeSet<>();
  private final Set<String> retracted = new TreeSet<>();
  private final Set<String> erased = new HashSet<>();
  private final Map<String, String> unlabelled = new TreeMap<>(); // by image, what it shows
  private long sequence;
  private int images;
  private int predictions;

  /**
   * @param clock goes on each time that it is looked at
   */
  DrawnLabels(Random random, Supplier<Instant> clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Number of the last change of the examples. */
  long sequence() {
    return sequence;
  }

  /**
   * Some images are answered, and most of them labelled.
   *
   * @param right how often in ten the candidate is right
   * @param otherRight the same of the baseline
   */
  List<Message> answered(@Nullable ModelTrial trial, long stable, int right, int otherRight) {
    var said = new ArrayList<Message>();
    int breaks = random.nextInt(25) == 0 ? 2 : 300; // one answer of the candidate in so many
    for (int i = 0; i < 12; i++) {
      var image = random.nextInt(4) == 0 && images > 0 ? anyImage() : "image-" + images++;
      var truth = unlabelled.getOrDefault(image, anyClass());
      if (!labelled.contains(image) && !retracted.contains(image) && !erased.contains(image)) {
        unlabelled.put(image, truth);
      }
      var candidate = answer(said(truth, right), breaks);
      said.add(predicted(image, trial, stable, candidate, answer(said(truth, otherRight), 300)));
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(said, random); // two replicas, and a late one
    }
    for (var each : Map.copyOf(unlabelled).entrySet().stream().sorted(comparingByKey()).toList()) {
      if (random.nextInt(8) > 0) {
        said.add(added(each.getKey(), each.getValue()));
      }
    }
    return said;
  }

  private String said(String truth, int right) {
    return random.nextInt(10) < right ? truth : CLASSES.get((CLASSES.indexOf(truth) + 1) % 3);
  }

  private Predicted predicted(
      String image,
      @Nullable ModelTrial trial,
      long stable,
      VersionAnswer.Builder candidate,
      VersionAnswer.Builder other) {
    var predicted =
        Predicted.newBuilder()
            .setPredictionId("p" + ++predictions)
            .setTaskId(Drawn.TASK)
            .setImageId(random.nextInt(20) == 0 ? "" : image)
            .setTime(Times.of(clock.get()));
    if (trial == null) {
      return predicted.addAnswers(other.setVersion(Math.max(1, stable))).build();
    }
    predicted.addAnswers(other.setVersion(trial.baseline));
    return random.nextInt(10) == 0
        ? predicted.build()
        : predicted.addAnswers(candidate.setVersion(trial.candidate)).build();
  }

  /**
   * @param breaks one in so many is none
   */
  private VersionAnswer.Builder answer(String className, int breaks) {
    var answer = VersionAnswer.newBuilder();
    return random.nextInt(breaks) == 0
        ? answer.setFault("broke")
        : answer
            .setClassName(className)
            .addProbabilities((float) CONFIDENCE)
            .addProbabilities(1 - (float) CONFIDENCE);
  }

  /** Corrected, withdrawn, labelled again, erased. */
  List<Message> corrections() {
    var said = new ArrayList<Message>();
    for (int i = 0; i < 4 && !labelled.isEmpty(); i++) {
      var image = List.copyOf(labelled).get(random.nextInt(labelled.size()));
      switch (random.nextInt(6)) {
        case 0 -> said.add(removed(image, "erased"));
        case 1, 2 -> said.add(removed(image, "retracted"));
        default -> said.add(change(image).setReplaced(example(anyClass())).build());
      }
    }
    for (var image : List.copyOf(retracted)) {
      if (random.nextInt(3) == 0) {
        said.add(added(image, anyClass()));
      }
    }
    return said;
  }

  private ExampleChange added(String image, String className) {
    unlabelled.remove(image);
    retracted.remove(image);
    labelled.add(image);
    var change = change(image);
    var example = example(className);
    if (sequence % LATE == 0) {
      var given = Times.instant(change.getTime()).minusSeconds(LATE);
      example.setFirstLabelled(Times.of(given));
    }
    return change.setAdded(example).build();
  }

  private ExampleChange removed(String image, String why) {
    labelled.remove(image);
    (why.equals("erased") ? erased : retracted).add(image);
    return change(image).setRemoved(ExampleRemoved.newBuilder().setWhy(why)).build();
  }

  private ExampleChange.Builder change(String image) {
    return ExampleChange.newBuilder()
        .setTaskId(Drawn.TASK)
        .setImageId(image)
        .setSequence(++sequence)
        .setTime(Times.of(clock.get()));
  }

  private static Example.Builder example(String className) {
    return Example.newBuilder().setClassName(className);
  }

  /** Half of them had a label that was withdrawn: given again, it must not look like a first. */
  private String anyImage() {
    return retracted.isEmpty() || random.nextBoolean()
        ? "image-" + random.nextInt(images)
        : List.copyOf(retracted).get(random.nextInt(retracted.size()));
  }

  private String anyClass() {
    return CLASSES.get(random.nextInt(CLASSES.size()));
  }
}
