package dev.graft.deploy.demo;

import dev.graft.deploy.demo.Report.Percentiles;
import dev.graft.deploy.demo.Report.Point;
import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.SteadyClient;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.demo.trial.TrialReport;
import dev.graft.deploy.demo.trial.TrialScene;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.GetTaskRequest;
import dev.graft.v1.InputOptions;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The story, told to a running system from the outside: a task, pictures, labels in batches, labels
 * one at a time while a client keeps asking, a roll-back, the way back from an answer, an
 * examination; and a second task, whose versions must earn their traffic. Reads top to bottom as it
 * happens.
 */
final class Demo {
  private static final String TASK = "demo";

  /** Visitors of the trial, as a multiple of the first task's requests. */
  private static final double VISITORS = 2;

  private static final Duration SHORT = Duration.ofSeconds(20);

  private final DemoOptions options;
  private final PictureSet pictures;
  private final Addresses addresses;
  private final Narrator narrator;
  private final Answers answers = new Answers();
  private final Map<String, Boolean> checks = new LinkedHashMap<>();
  private final long began = System.nanoTime();

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
        var client = SteadyClient.overAndOver(doors, TASK, pictures.test(), answers);
        var singles = new LateSingles()) {
      createTask(doors);
      var batches = new BatchesScene(TASK, doors, inbox, witness, answers, narrator);
      double imagesPerSecond = batches.publish(pictures.train());
      var accuracy =
          new AccuracyOverTime(
              new Examiner(doors, TASK, answers), answers, narrator, pictures.test());
      int inBatches = pictures.train().size() - options.singleLabels();
      batches.label(
          pictures.train().subList(0, inBatches),
          accuracy,
          () -> client.start(options.requestsPerSecond()));
      singles.measure = new SingleLabels(TASK, inbox, witness, answers, doors);
      labelOneAtATime(singles.measure, accuracy);
      checks.put(
          "rollBackAnsweredByOldVersion", new RollBackScene(doors, TASK, answers, narrator).play());
      checks.put(
          "receiptLeadsToDatasetAndRollout",
          new WhyScene(doors, TASK, narrator).play(pictures.test().get(0)));
      double atLast = finalExamination(accuracy, witness);
      singles.close();
      client.close();
      int versions = witness.versions();
      var trial = trial(doors, inbox);
      return report(
          client,
          singles.measure,
          versions,
          imagesPerSecond,
          atLast,
          accuracy.points(),
          randomWeights,
          trial);
    }
  }

  /** So that the asking stops even when the story ends early. */
  private static final class LateSingles implements AutoCloseable {
    @Nullable SingleLabels measure;

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

  private void labelOneAtATime(SingleLabels singles, AccuracyOverTime accuracy) {
    var rest = pictures.train().subList(accuracy.labelled(), pictures.train().size());
    narrator.say("now %d labels one at a time, while a client keeps asking", rest.size());
    try (var bar = narrator.progress("labels", rest.size())) {
      singles.publish(rest, bar::stepTo);
    }
    accuracy.labelled(rest.size());
    narrator.say(
        "from a label on Kafka to an answer that knows it: p50 %.0f ms, p99 %.0f ms",
        singles.millis(50), singles.millis(99));
    accuracy.look();
  }

  private double finalExamination(AccuracyOverTime accuracy, Witness witness) {
    Waiting.need(
        "the examples of all labels",
        () ->
            pictures.train().stream()
                .allMatch(sample -> witness.sequenceOfLabel(sample).isPresent()),
        SHORT);
    return accuracy.lookAtAll();
  }

  /** On the same network and the same classes; null where there are too few pictures for it. */
  private @Nullable TrialReport trial(Doors doors, Inbox inbox) {
    var unfit = TrialScene.unfit(pictures);
    if (unfit.isPresent()) {
      narrator.say("the story of versions that earn their traffic is left out: %s", unfit.get());
      return null;
    }
    var like = doors.ingest().getTask(GetTaskRequest.newBuilder().setTaskId(TASK).build());
    try (var scene = new TrialScene(addresses, doors, inbox, narrator, pictures, like.getTask())) {
      return scene.play(VISITORS * options.requestsPerSecond());
    }
  }

  private Report report(
      SteadyClient client,
      SingleLabels singles,
      int versions,
      double imagesPerSecond,
      double accuracy,
      List<Point> overTime,
      Optional<Double> randomWeights,
      @Nullable TrialReport trial) {
    randomWeights.ifPresent(
        random -> checks.put("betterThanRandomWeightsByTenPoints", accuracy >= random + 0.10));
    checks.put("atLeastFiftySwaps", answers.swaps() >= 50);
    checks.put("noFailedRequest", answers.failures() == 0);
    checks.put("labelToServingP50Below2s", singles.millis(50) < 2000);
    checks.put("labelToServingP99Below5s", singles.millis(99) < 5000);
    if (trial != null) {
      checks.putAll(trial.checks());
    }
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
        versions,
        answers.swaps(),
        answers.count() + answers.failures(),
        answers.failures(),
        answers.reasons(),
        new Percentiles(client.millis(50), client.millis(99)),
        imagesPerSecond,
        trial,
        (System.nanoTime() - began) / 1e9,
        checks);
  }
}
