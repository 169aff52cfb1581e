package dev.graft.inference.predict;

import dev.graft.events.Receipts;
import dev.graft.events.Times;
import dev.graft.events.Vectors;
import dev.graft.inference.batch.Outcome;
import dev.graft.inference.predict.Answering.Answer;
import dev.graft.inference.serve.Resident;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Receipt;
import java.time.Duration;
import java.time.Instant;

/**
 * What a version made of an input.
 *
 * @param embedded the embedding that it classified
 * @param took of this version alone, the head included
 */
record Made(Item item, Answer answer, Outcome.Embedded embedded, Duration took) {

  /** An input, the id of its answer, and when it was asked. */
  record Item(Input input, String predictionId, Instant arrived) {}

  /** Classifies an embedding of the version's space. */
  static Made of(Item item, Resident version, Outcome.Embedded embedded) {
    long began = System.nanoTime();
    var probabilities = version.probabilities(embedded.vector());
    var took = embedded.took().plusNanos(System.nanoTime() - began);
    var response = response(item, version, probabilities).toBuilder();
    version.novelty(embedded.vector()).ifPresent(response::setNovelty);
    return new Made(
        item,
        new Answer(response.build(), embedded.vector(), version.bundleDigest()),
        embedded,
        took);
  }

  private static PredictResponse response(Item item, Resident version, float[] probabilities) {
    var top = top(probabilities);
    var imageId = item.input().imageId();
    var receipt =
        Receipt.newBuilder()
            .setPredictionId(item.predictionId())
            .setTaskId(version.taskId())
            .setImageId(imageId)
            .setVersion(version.version())
            .setTime(Times.of(item.arrived()));
    return PredictResponse.newBuilder()
        .setTaskId(version.taskId())
        .setVersion(version.version())
        .setClassName(version.classes().get(top))
        .setProbability(probabilities[top])
        .addAllClasses(version.classes())
        .addAllProbabilities(Vectors.toList(probabilities))
        .setReceipt(Receipts.encode(receipt.build()))
        .setImageId(imageId)
        .setSpace(version.space())
        .build();
  }

  /** Where the greatest is. */
  static int top(float[] probabilities) {
    var top = 0;
    for (var at = 1; at < probabilities.length; at++) {
      top = probabilities[at] > probabilities[top] ? at : top;
    }
    return top;
  }
}
