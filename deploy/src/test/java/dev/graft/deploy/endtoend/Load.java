package dev.graft.deploy.endtoend;

import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.PredictRequest;
import dev.graft.vision.draw.DemoPictures;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What goes on while processes are killed: pictures, labels (some before their picture),
 * corrections, retractions, and questions, at a steady pace from a fixed seed.
 */
final class Load implements AutoCloseable {
  private static final List<String> CLASSES = DemoPictures.classes();

  private final String taskId;
  private final Doors doors;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Random random = new Random(7);
  private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
  private final ByteString question = ByteString.copyFrom(DemoPictures.png(CLASSES.get(0), 77_777));
  private final List<String> images = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refusedToBuffer = new AtomicLong();

  Load(String kafka, Doors doors, String taskId) {
    this.taskId = taskId;
    this.doors = doors;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "delivery.timeout.ms", "180000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    publishing.scheduleAtFixedRate(this::publish, 0, 60, TimeUnit.MILLISECONDS);
    asking.scheduleWithFixedDelay(this::ask, 0, 100, TimeUnit.MILLISECONDS);
  }

  private void publish() {
    int number = images.size();
    var id = taskId + "/" + number;
    var name = CLASSES.get(number % CLASSES.size());
    boolean labelFirst = random.nextInt(4) == 0;
    images.add(id);
    if (labelFirst) {
      label(id, name);
    }
    image(id, name, number);
    if (!labelFirst) {
      label(id, name);
    }
    if (random.nextInt(5) == 0) {
      label(images.get(random.nextInt(images.size())), CLASSES.get(random.nextInt(CLASSES.size())));
    }
    if (random.nextInt(11) == 0) {
      retract(events.get(random.nextInt(events.size())));
    }
  }

  private void image(String id, String className, long seed) {
    send(
        InboxEvent.newBuilder()
            .setImage(
                ImageSubmitted.newBuilder()
                    .setImageId(id)
                    .setData(ByteString.copyFrom(DemoPictures.png(className, seed))))
            .build());
  }

  private void label(String id, String className) {
    send(event(id).setClassName(className));
  }

  /** The event's id tells which image it is about. */
  private void retract(String eventId) {
    send(event(eventId.substring(0, eventId.indexOf('#'))).setRetractsEventId(eventId));
  }

  private LabelSubmitted.Builder event(String imageId) {
    var eventId = imageId + "#" + events.size();
    events.add(eventId);
    return LabelSubmitted.newBuilder()
        .setTaskId(taskId)
        .setImageId(imageId)
        .setAnnotator("load")
        .setEventId(eventId);
  }

  private void send(LabelSubmitted.Builder label) {
    send(InboxEvent.newBuilder().setLabel(label).build());
  }

  private void send(InboxEvent event) {
    producer.send(
        new ProducerRecord<>("graft.inbox", event.toByteArray()),
        (metadata, failure) -> {
          if (failure != null) {
            refusedToBuffer.incrementAndGet();
          }
        });
  }

  private void ask() {
    var request = PredictRequest.newBuilder().setTaskId(taskId).setImage(question).build();
    try {
      doors.predictions().withDeadlineAfter(2, TimeUnit.SECONDS).predict(request);
      answered.incrementAndGet();
    } catch (StatusRuntimeException whileItIsDead) {
      // Counted by its absence: the tests wait until answers come again.
    }
  }

  long answered() {
    return answered.get();
  }

  /** Ends the publishing; everything is with the broker afterwards. */
  void finish() {
    publishing.shutdown();
    try {
      publishing.awaitTermination(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.flush();
    if (refusedToBuffer.get() > 0) {
      throw new AssertionError(refusedToBuffer + " records never reached the broker");
    }
  }

  List<String> images() {
    return images;
  }

  List<String> events() {
    return events;
  }

  @Override
  public void close() {
    publishing.shutdownNow();
    asking.shutdownNow();
    producer.close(java.time.Duration.ofSeconds(5));
  }
}
