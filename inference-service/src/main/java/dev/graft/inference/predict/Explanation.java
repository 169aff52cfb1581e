package dev.graft.inference.predict;

import dev.graft.events.Receipts;
import dev.graft.events.Times;
import dev.graft.loop.Clients;
import dev.graft.loop.KeyLog;
import dev.graft.loop.KeyLog.Found;
import dev.graft.loop.KeyLog.Span;
import dev.graft.loop.TopicId;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Where a prediction came from, told from its receipt, the registers and the logs. What can't be
 * told is said instead of it.
 */
final class Explanation {

  /** An answer is recorded when it is made, behind others; in a broken world ten seconds later. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private static final Duration EARLIER = Duration.ofSeconds(1);

  private final Known known;
  private final RolloutHistory history;
  private final KeyLog<Predicted> predictions;
  private final KeyLog<ExampleChange> examples;
  private final TopicId examplesId;

  Explanation(Known known, RolloutHistory history, Clients clients) {
    this.known = known;
    this.history = history;
    this.predictions = new KeyLog<>(Topics.PREDICTIONS, clients);
    this.examples = new KeyLog<>(Topics.EXAMPLES, clients);
    this.examplesId = new TopicId(Topics.EXAMPLES, clients);
  }

  ExplainResponse of(String text, Duration patience) {
    var receipt =
        Receipts.decode(text)
            .orElseThrow(
                () -> Refusal.invalid("this is no receipt: give it back as an answer named it"));
    known.taskEvenDeleted(receipt.getTaskId());
    var told = ExplainResponse.newBuilder().setReceipt(receipt);
    var each = patience.dividedBy(3);
    tellPrediction(told, receipt, each);
    tellModel(told, receipt, each);
    tellRollout(told, receipt, each);
    return told.build();
  }

  private void tellPrediction(ExplainResponse.Builder told, Receipt receipt, Duration patience) {
    var dropped =
        "the answer is not on graft.predictions, which keeps 14 days; what could not be written was"
            + " dropped";
    look(told, Topics.PREDICTIONS, dropped, () -> recorded(receipt, patience))
        .ifPresent(
            found ->
                told.setPrediction(found.value())
                    .setPredictionPlace(RolloutHistory.place(Topics.PREDICTIONS, found)));
  }

  private Optional<Found<Predicted>> recorded(Receipt receipt, Duration patience) {
    var time = Times.instant(receipt.getTime());
    var span = receipt.hasTime() ? new Span(time.minus(EARLIER), time.plus(LATER)) : Span.ALL;
    var id = receipt.getPredictionId();
    return predictions
        .newest(receipt.getTaskId(), span, each -> each.getPredictionId().equals(id), 1, patience)
        .stream()
        .findFirst();
  }

  private void tellModel(ExplainResponse.Builder told, Receipt receipt, Duration patience) {
    var model = known.model(receipt.getTaskId(), receipt.getVersion());
    if (model.isEmpty()) {
      told.addUnknown(
          "version %d is no longer kept, nor what it was made from"
              .formatted(receipt.getVersion()));
      return;
    }
    told.setModel(model.get());
    if (model.get().hasDataset()) {
      tellDatasetEnd(told, model.get().getDataset(), patience);
    }
  }

  private void tellDatasetEnd(
      ExplainResponse.Builder told, DatasetManifest dataset, Duration patience) {
    var another =
        "change %d is not on graft.examples; the dataset was cut from the topic with id %s"
            .formatted(dataset.getSequence(), dataset.getTopicId());
    look(told, Topics.EXAMPLES, another, () -> datasetEnd(dataset, patience))
        .ifPresent(found -> told.setDatasetEnd(RolloutHistory.place(Topics.EXAMPLES, found)));
  }

  private Optional<Found<ExampleChange>> datasetEnd(DatasetManifest dataset, Duration patience) {
    if (!examplesId.get().equals(dataset.getTopicId())) {
      return Optional.empty();
    }
    long sequence = dataset.getSequence();
    return examples
        .newest(dataset.getTaskId(), Span.ALL, each -> each.getSequence() == sequence, 1, patience)
        .stream()
        .findFirst();
  }

  private void tellRollout(ExplainResponse.Builder told, Receipt receipt, Duration patience) {
    if (!receipt.hasTime() && !told.hasPrediction()) {
      told.addUnknown("what held then: an older receipt does not say when it was given");
      return;
    }
    var time =
        Times.instant(receipt.hasTime() ? receipt.getTime() : told.getPrediction().getTime());
    var none = "graft.rollout-history has no state of that time";
    look(told, Topics.ROLLOUT_HISTORY, none, () -> history.at(receipt.getTaskId(), time, patience))
        .ifPresent(told::setRollout);
  }

  /** What was found; why nothing was is said. */
  private static <T> Optional<T> look(
      ExplainResponse.Builder told, Topic<?> topic, String nothing, Supplier<Optional<T>> looking) {
    try {
      var found = looking.get();
      if (found.isEmpty()) {
        told.addUnknown(nothing);
      }
      return found;
    } catch (TimeoutException late) {
      told.addUnknown(topic + " could not be looked through in time; ask with a later deadline");
    } catch (KafkaException broken) {
      told.addUnknown(topic + " could not be looked through: " + broken.getMessage());
    }
    return Optional.empty();
  }
}
