package dev.graft.bench.load;

import com.google.protobuf.ByteString;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.EraseImageRequest;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import dev.graft.vision.draw.DemoPictures;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes to the inbox at a steady pace, from a fixed seed: pictures, labels (some before their
 * picture), corrections and retractions; and asks ingest to erase pictures, again and again until
 * it does. Whatever dies meanwhile, nothing that it said may be lost.
 */
public final class Load implements AutoCloseable {
  private static final List<String> CLASSES = DemoPictures.classes();

  private final String taskId;
  private final Mix mix;
  private final Random random;
  private final Doors doors;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService erasing = Executors.newSingleThreadScheduledExecutor();
  private final List<String> images = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final Queue<String> toErase = new ConcurrentLinkedQueue<>();
  private final AtomicInteger erased = new AtomicInteger();
  private final AtomicLong neverSent = new AtomicLong();

  /**
   * @param doors of the system, for erasures
   */
  public Load(String kafka, Doors doors, String taskId, Mix mix) {
    this.taskId = taskId;
    this.mix = mix;
    this.random = mix.random();
    this.doors = doors;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka,
                "delivery.timeout.ms", "180000",
                "max.block.ms", "180000",
                "reconnect.backoff.max.ms", "1000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public void start() {
    long period = (long) (1e9 / mix.stepsPerSecond());
    publishing.scheduleAtFixedRate(this::step, 0, period, TimeUnit.NANOSECONDS);
    erasing.scheduleWithFixedDelay(this::erase, 0, 200, TimeUnit.MILLISECONDS);
  }

  private void step() {
    if (images.size() < mix.mostImages()) {
      picture(images.size());
    } else {
      submit(random.nextInt(images.size())); // again: it is known, and embedded once more
      correct();
    }
    if (random.nextDouble() < mix.correction()) {
      correct();
    }
    if (random.nextDouble() < mix.retraction()) {
      retract(events.get(random.nextInt(events.size())));
    }
    if (random.nextDouble() < mix.erasure()) {
      toErase.add(anyImage());
    }
  }

  private void picture(int number) {
    var id = taskId + "/" + number;
    var name = CLASSES.get(number % CLASSES.size());
    boolean labelFirst = random.nextDouble() < Mix.LABEL_FIRST;
    synchronized (images) {
      images.add(id);
    }
    if (labelFirst) {
      label(id, name);
    }
    submit(number);
    if (!labelFirst) {
      label(id, name);
    }
  }

  private void submit(int number) {
    var name = CLASSES.get(number % CLASSES.size());
    var picture = ByteString.copyFrom(DemoPictures.png(name, number));
    send(
        InboxEvent.newBuilder()
            .setImage(
                ImageSubmitted.newBuilder().setImageId(taskId + "/" + number).setData(picture))
            .build());
  }

  /** Two in three corrections are right, or the task would unlearn everything in time. */
  private void correct() {
    int number = random.nextInt(images.size());
    int name = random.nextInt(3) == 0 ? random.nextInt(CLASSES.size()) : number % CLASSES.size();
    label(taskId + "/" + number, CLASSES.get(name));
  }

  private String anyImage() {
    return images.get(random.nextInt(images.size()));
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
    synchronized (events) {
      events.add(eventId);
    }
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
            neverSent.incrementAndGet();
          }
        });
  }

  private void erase() {
    var id = toErase.peek();
    if (id == null) {
      return;
    }
    try {
      var request = EraseImageRequest.newBuilder().setImageId(id).setBy("load").build();
      doors.ingest().withDeadlineAfter(5, TimeUnit.SECONDS).eraseImage(request);
      toErase.remove();
      erased.incrementAndGet();
    } catch (StatusRuntimeException again) {
      // ingest, the broker or the store is dead just now; the same one is asked for again
    }
  }

  /**
   * Ends it; everything is with the broker, and every erasure answered, afterwards.
   *
   * @throws Failure if something could not be said within minutes
   */
  public void finish() {
    publishing.shutdown();
    try {
      publishing.awaitTermination(60, TimeUnit.SECONDS);
      for (int i = 0; i < 600 && !toErase.isEmpty(); i++) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
    producer.flush();
    if (neverSent.get() > 0 || !toErase.isEmpty()) {
      throw new Failure(
          neverSent + " records never reached the broker, " + toErase.size() + " erasures failed");
    }
  }

  public List<String> images() {
    synchronized (images) {
      return List.copyOf(images);
    }
  }

  /** Ids of everything said of labels. */
  public List<String> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  public int erasures() {
    return erased.get();
  }

  @Override
  public void close() {
    publishing.shutdownNow();
    erasing.shutdownNow();
    producer.close(Duration.ofSeconds(5));
  }
}
