package dev.graft.deploy.demo;

import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.Doors;
import java.time.Duration;
import java.util.List;

/** Publishes pictures, and then labels in batches that grow. */
final class BatchesScene {
  private static final Duration LONG = Duration.ofMinutes(8);
  private static final Duration SHORT = Duration.ofSeconds(20);

  private final String taskId;
  private final Doors doors;
  private final Inbox inbox;
  private final Witness witness;
  private final Answers answers;
  private final Narrator narrator;

  BatchesScene(
      String taskId,
      Doors doors,
      Inbox inbox,
      Witness witness,
      Answers answers,
      Narrator narrator) {
    this.taskId = taskId;
    this.doors = doors;
    this.inbox = inbox;
    this.witness = witness;
    this.answers = answers;
    this.narrator = narrator;
  }

  /** Returns images per second, from the first record to the last embedding. */
  double publish(List<Sample> samples) {
    int all = samples.size();
    long start = System.nanoTime();
    try (var bar = narrator.progress("pictures", all)) {
      samples.forEach(inbox::image);
      inbox.flush();
      Waiting.need(
          "the embeddings of all pictures (see graft rejects)",
          () -> {
            bar.stepTo(witness.embedded());
            return witness.embedded() >= all;
          },
          LONG.plusMillis(500L * all));
    }
    double perSecond = all * 1e9 / (System.nanoTime() - start);
    narrator.say(
        "%d pictures published through the inbox and embedded, %.0f a second", all, perSecond);
    return perSecond;
  }

  /**
   * Labels these pictures.
   *
   * @param accuracy is told and looked at after each batch
   * @param serving is run as soon as a version serves
   */
  void label(List<Sample> samples, AccuracyOverTime accuracy, Runnable serving) {
    boolean asking = false;
    for (int size : Arrival.batches(samples.size())) {
      var batch = samples.subList(accuracy.labelled(), accuracy.labelled() + size);
      accuracy.labelled(size);
      batch.forEach(sample -> inbox.label(taskId, sample));
      inbox.flush();
      boolean serves = await(batch);
      if (serves && !asking) {
        serving.run();
        asking = true;
      }
      if (asking) {
        accuracy.look();
      }
    }
    if (!asking) {
      throw new Failure(
          "no version was published after " + samples.size() + " labels; see `graft logs trainer`");
    }
  }

  /** Returns whether a version serves; that of this batch, unless the gate held it back. */
  private boolean await(List<Sample> batch) {
    Waiting.need(
        "the examples of a batch of labels",
        () -> batch.stream().allMatch(sample -> witness.sequenceOfLabel(sample).isPresent()),
        LONG);
    long last =
        batch.stream()
            .mapToLong(sample -> witness.sequenceOfLabel(sample).orElseThrow())
            .max()
            .orElseThrow();
    var probe = new ServingProbe(doors, taskId, witness.someEmbedding(), answers);
    Waiting.until(
        () -> witness.includes(probe.servingVersion(), last) || witness.refused(last), SHORT);
    return probe.servingVersion() > 0;
  }
}
