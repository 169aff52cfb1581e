package dev.graft.bench.growth;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.graft.events.Digests;
import dev.graft.events.Vectors;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.LabelAsserted;
import dev.graft.v1.LabelFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * Examples with drawn vectors, written to the topics as ingest and feature would write them. A
 * vector is noise with a little of its class in it, so that a head has something to learn and never
 * learns it all.
 */
final class SyntheticExamples {
  private static final double SIGNAL = 0.25;
  private static final int UNDER_WAY = 500;
  private static final Timestamp AT = Timestamps.fromMillis(1_000_000);

  private final Publisher publisher;
  private final String taskId;
  private final String space;
  private final int width;
  private final List<String> classes;
  private final Semaphore underWay = new Semaphore(UNDER_WAY);

  SyntheticExamples(
      Publisher publisher, String taskId, String space, int width, List<String> classes) {
    this.publisher = publisher;
    this.taskId = taskId;
    this.space = space;
    this.width = width;
    this.classes = classes;
  }

  static List<String> classes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "class-" + i).toList();
  }

  String imageId(int number) {
    return "%s-%07d".formatted(taskId, number);
  }

  /** Publishes all that a numbered example needs but its label; waits for none of it. */
  void picture(int number) {
    var id = imageId(number);
    var blob = Digests.sha256Hex(id.getBytes(StandardCharsets.UTF_8));
    float[] vector = vector(number);
    send(
        publisher.send(
            Topics.IMAGES,
            id,
            ImageFact.newBuilder()
                .setStored(
                    ImageStored.newBuilder()
                        .setImageId(id)
                        .setBlobDigest(blob)
                        .setMediaType("image/png")
                        .setEventTime(AT))
                .build()));
    send(
        publisher.send(
            Topics.EMBEDDINGS,
            id,
            Embedded.newBuilder()
                .setImageId(id)
                .setSpace(space)
                .setBackbone("synthetic")
                .setBlobDigest(blob)
                .addAllVector(Vectors.toList(vector))
                .setVectorDigest(Vectors.digestOf(vector))
                .setEventTime(AT)
                .build()));
  }

  /** Publishes the label of a numbered example. */
  CompletableFuture<?> label(int number) {
    var id = imageId(number);
    return send(
        publisher.send(
            Topics.LABELS,
            id,
            LabelFact.newBuilder()
                .setTaskId(taskId)
                .setImageId(id)
                .setEventId("label-of-" + id)
                .setEventTime(AT)
                .setAsserted(
                    LabelAsserted.newBuilder().setClassName(classes.get(number % classes.size())))
                .build()));
  }

  private CompletableFuture<?> send(CompletableFuture<?> sent) {
    underWay.acquireUninterruptibly();
    return sent.whenComplete((done, failure) -> underWay.release());
  }

  float[] vector(int number) {
    var random = new Random(number);
    int own = number % classes.size();
    float[] vector = new float[width];
    for (int i = 0; i < width; i++) {
      double signal = i % classes.size() == own ? SIGNAL : 0;
      vector[i] = (float) (signal + random.nextGaussian());
    }
    return vector;
  }
}
