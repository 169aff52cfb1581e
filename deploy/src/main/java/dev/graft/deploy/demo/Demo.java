package dev.graft.deploy.demo;

import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.Report.Percentiles;
import dev.graft.deploy.demo.Report.Point;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.InputOptions;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The story, told to a running system from the outside: a task, pictures, labels in batches, labels
 * one at a time while a client keeps asking, a roll-back, the way back from an answer, an
 * examination. Reads top to bottom as it happens.
 */
final class Demo {
  private static final String TASK = "demo";
  private static final int EXAMINED_ON_THE_WAY = 200;
  private static final Duration LONG = Duration.ofMinutes(8);
  private static final Duration SHORT = Duration.ofSeconds(20);

  private final DemoOptions options;
  private final PictureSet pictures;
  private final Addresses addresses;
  private final Narrator narrator;
  private final Answers answers = new Answers();
  private final List<Point> overTime = new ArrayList<>();
  private final Map<String, Boolean> checks = new LinkedHashMap<>();
  private final long began = System.nanoTime();
  private long firstLabel;
  private int labelled;

  Demo(DemoOptions options, PictureSet pictures, Addresses addresses, Narrator narrator) {
    this.options = options;
    this.pictures = pictures;
    this.addresses = addresses;
    this.narrator = narrator;
  }

  /**
   * Tells it.
   *
   * @param randomWeights accuracy of the baseline, if there is one
   */
  Report tell(Optional<Double> randomWeights) {
    try (var doors = new Doors(addresses);
        var inbox = new Inbox(addresses.kafka());
        var witness = new Witness(addresses.kafka(), TASK);
        var client = new SteadyClient(doors, TASK, pictures.test(), answers);
        var singles = new LateSingles()) {
      createTask(doors);
      double imagesPerSecond = publishPictures(inbox, witness);
      var examiner = new Examiner(doors, TASK, answers);
      labelInBatches(inbox, witness, doors, client, examiner);
      singles.measure = new SingleLabels(TASK, inbox, witness, answers, doors);
      labelOneAtATime(singles.measure);
      examine(examiner, onTheWay());
      checks.put(
          "rollBackAnsweredByOldVersion", new RollBackScene(doors, TASK, answers, narrator).play());
      checks.put(
          "receiptLeadsToDatasetAndRollout",
          new WhyScene(doors, TASK, narrator).play(pictures.test().get(0)));
      double accuracy = finalExamination(examiner, witness);
      singles.close();
      client.close();
      return report(client, singles.measure, witness, imagesPerSecond, accuracy, randomWeights);
    }
  }

  /** So that the asking stops even when the story ends early. */
  private static final class LateSingles implements AutoCloseable {
    @org.jspecify.annotations.Nullable SingleLabels measure;

    @Override
    public void close() {
      if (measure != null) {
        measure.close();
      }
    }
  }

  private void createTask(Doors doors) {
    var backbone = BackboneRef.newBuilder().setName(options.backbone());
    if (options.images() != null) { // the story needs an embedding of each, whatever their sizes
      backbone.setInput(InputOptions.newBuilder().setAllowSmall(true));
    }
    if (options.weights() != null) {
      narrator.say("uploading the weights " + options.weights().getFileName());
      backbone.setWeightsDigest(
          new Http().uploadWeights(addresses.ingestHttp(), options.weights()));
    }
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(pictures.classes())
            .setBackbone(backbone)
            // The examination must not feed the examined: nothing that is asked about is kept.
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            // One label more or less can cost a few of the validation pictures; the story goes on.
            .setGate(GatePolicy.newBuilder().setMargin(0.05))
            .setDescription("graft demo");
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
    narrator.say("task `%s`: %s", TASK, String.join(", ", pictures.classes()));
  }

  /** Returns images per second, from the first record to the last embedding. */
  private double publishPictures(Inbox inbox, Witness witness) {
    int all = pictures.train().size();
    long start = System.nanoTime();
    try (var bar = narrator.progress("pictures", all)) {
      pictures.train().forEach(inbox::image);
      inbox.flush();
      Waiting.need(
          "the embeddings of all pictures (see graft rejects)",
          () -> {
            bar.stepTo(witness.embedded());
            return witness.embedded() >= all;
          },
          LONG.plusMillis(500L * all));
    }
    double perSecond = all / seconds(start);
    narrator.say(
        "%d pictures published through the inbox and embedded, %.0f a second", all, perSecond);
    return perSecond;
  }

  private void labelInBatches(
      Inbox inbox, Witness witness, Doors doors, SteadyClient client, Examiner examiner) {
    firstLabel = System.nanoTime();
    boolean asking = false;
    for (int size : Arrival.batches(pictures.train().size() - options.singleLabels())) {
      var batch = pictures.train().subList(labelled, labelled + size);
      batch.forEach(sample -> inbox.label(TASK, sample));
      inbox.flush();
      labelled += size;
      boolean serving = awaitBatch(batch, witness, doors);
      if (serving && !asking) {
        client.start(options.requestsPerSecond());
        asking = true;
      }
      if (asking) {
        examine(examiner, onTheWay());
      }
    }
    if (!asking) {
      throw new Failure(
          "no version was published after " + labelled + " labels; see `graft logs trainer`");
    }
  }

  /** Returns whether a version serves; that of this batch, unless the gate held it back. */
  private boolean awaitBatch(List<Sample> batch, Witness witness, Doors doors) {
    Waiting.need(
        "the examples of a batch of labels",
        () -> batch.stream().allMatch(sample -> witness.sequenceOfLabel(sample).isPresent()),
        LONG);
    long last =
        batch.stream()
            .mapToLong(sample -> witness.sequenceOfLabel(sample).orElseThrow())
            .max()
            .orElseThrow();
    var probe = new ServingProbe(doors, TASK, witness.someEmbedding(), answers);
    Waiting.until(
        () -> witness.includes(probe.servingVersion(), last) || witness.refused(last), SHORT);
    return probe.servingVersion() > 0;
  }

  private void labelOneAtATime(SingleLabels singles) {
    var rest = pictures.train().subList(labelled, pictures.train().size());
    narrator.say("now %d labels one at a time, while a client keeps asking", rest.size());
    try (var bar = narrator.progress("labels", rest.size())) {
      singles.publish(rest, bar::stepTo);
    }
    labelled += rest.size();
    narrator.say(
        "from a label on Kafka to an answer that knows it: p50 %.0f ms, p99 %.0f ms",
        singles.millis(50), singles.millis(99));
  }

  private List<Sample> onTheWay() {
    return Arrival.order(pictures.test(), new java.util.Random(2)).stream()
        .limit(EXAMINED_ON_THE_WAY)
        .toList();
  }

  private void examine(Examiner examiner, List<Sample> samples) {
    double accuracy = examiner.accuracy(samples);
    overTime.add(new Point(seconds(firstLabel), labelled, answers.latest(), accuracy));
    narrator.say(
        "%5d labels  version %-4d test accuracy %.3f", labelled, answers.latest(), accuracy);
  }

  private double finalExamination(Examiner examiner, Witness witness) {
    Waiting.need(
        "the examples of all labels",
        () ->
            pictures.train().stream()
                .allMatch(sample -> witness.sequenceOfLabel(sample).isPresent()),
        SHORT);
    double accuracy = examiner.accuracy(pictures.test());
    overTime.add(new Point(seconds(firstLabel), labelled, answers.latest(), accuracy));
    return accuracy;
  }

  private Report report(
      SteadyClient client,
      SingleLabels singles,
      Witness witness,
      double imagesPerSecond,
      double accuracy,
      Optional<Double> randomWeights) {
    randomWeights.ifPresent(
        random -> checks.put("betterThanRandomWeightsByTenPoints", accuracy >= random + 0.10));
    checks.put("atLeastFiftySwaps", answers.swaps() >= 50);
    checks.put("noFailedRequest", answers.failures() == 0);
    checks.put("labelToServingP50Below2s", singles.millis(50) < 2000);
    checks.put("labelToServingP99Below5s", singles.millis(99) < 5000);
    return new Report(
        options.backbone(),
        pictures.classes(),
        pictures.train().size(),
        pictures.test().size(),
        accuracy,
        randomWeights.orElse(null),
        overTime,
        new Percentiles(singles.millis(50), singles.millis(99)),
        singles.measured(),
        singles.missed(),
        witness.versions(),
        answers.swaps(),
        answers.count() + answers.failures(),
        answers.failures(),
        answers.reasons(),
        new Percentiles(client.millis(50), client.millis(99)),
        imagesPerSecond,
        seconds(began),
        checks);
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }
}
