package dev.graft.loop;

import static java.util.stream.Collectors.toSet;

import com.google.common.base.Throwables;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka Streams topology that runs, with the house's settings. */
public final class StreamsShell implements Runs {
  private static final Logger log = LoggerFactory.getLogger(StreamsShell.class);

  /** Between looks whether the group waits for a thread that is no more. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Settings settings;
  private final Set<String> sources;
  private final KafkaStreams streams;
  private final GroupPlaces places;
  private final BackOff backOff = new BackOff();
  private final CountDownLatch ran = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Throwable trouble;
  private volatile String waitsFor = "has not begun";
  private boolean started;

  /**
   * How to run a topology.
   *
   * @param applicationId stable for ever: names the group, the internal topics and the state
   *     directory
   * @param instanceId stable per replica
   * @param stateDir where the stores lie; kept between runs, not under /tmp
   * @param wakefulness of the topology's processors: while none is awake, idle threads sleep longer
   * @param more settings of Kafka Streams that only this topology wants
   */
  public record Settings(
      String applicationId,
      String instanceId,
      Clients clients,
      int replicationFactor,
      Path stateDir,
      Duration commitInterval,
      int threads,
      Wakefulness wakefulness,
      Map<String, Object> more) {
    public Settings(
        String applicationId,
        String instanceId,
        Clients clients,
        int replicationFactor,
        Path stateDir) {
      this(
          applicationId,
          instanceId,
          clients,
          replicationFactor,
          stateDir,
          Duration.ofMillis(100),
          1,
          new Wakefulness(),
          Map.of());
    }
  }

  private StreamsShell(Topology topology, Settings settings) {
    RocksDbLibrary.load(settings.stateDir().resolve("native").resolve(settings.applicationId()));
    this.settings = settings;
    this.sources = ours(topology);
    this.places =
        new GroupPlaces(
            settings.clients(), settings.applicationId(), Clients.asId(settings.instanceId()));
    var clients = new PatientClients(this::isQuiet, settings.commitInterval().multipliedBy(2));
    this.streams = new KafkaStreams(topology, StreamsProperties.of(settings), clients);
    streams.setUncaughtExceptionHandler(this::threadDied);
    streams.setStateListener(this::stateChanged);
  }

  /** Asked by the threads of Streams, which begin later. */
  private boolean isQuiet() {
    return streams.state() == KafkaStreams.State.RUNNING && !settings.wakefulness().any();
  }

  public static StreamsShell of(Topology topology, Settings settings) {
    return new StreamsShell(topology, settings);
  }

  @Override
  public synchronized StreamsShell start() {
    if (!started) {
      started = true;
      daemon("graft-start-", this::startWhenTopicsAreThere);
      daemon("graft-places-", this::watchPlaces);
    }
    return this;
  }

  private void daemon(String prefix, Runnable work) {
    var thread = new Thread(work, prefix + settings.applicationId());
    thread.setDaemon(true);
    thread.start();
  }

  /** A rebalance that lasts from one look to the next may wait for somebody who is no more. */
  private void watchPlaces() {
    boolean rebalancing = false;
    try {
      while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean still = streams.state() == KafkaStreams.State.REBALANCING;
        if (still && rebalancing) {
          places.giveUpAllBut(living());
        }
        rebalancing = still;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      log.debug("{} was closed meanwhile", name(), e);
    }
  }

  private Set<String> living() {
    return streams.metadataForLocalThreads().stream()
        .filter(thread -> !thread.threadState().equals("DEAD"))
        .map(ThreadMetadata::threadName)
        .collect(toSet());
  }

  /**
   * Streams gives up a thread over a missing source, and its place in the group is lost for a
   * session.
   */
  private void startWhenTopicsAreThere() {
    try (var admin = settings.clients().admin()) {
      while (closing.getCount() > 0) {
        try {
          admin.describeTopics(sources).allTopicNames().get();
          streams.start();
          return;
        } catch (ExecutionException e) {
          waitsFor = "waits for its topics: " + e.getCause();
          closing.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      log.debug("{} was closed before it began", name(), e);
    }
  }

  private static Set<String> ours(Topology topology) {
    var ours = Topics.all().stream().map(Topic::name).collect(toSet());
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())
        .filter(ours::contains)
        .collect(toSet());
  }

  /** For queries of its stores. */
  public KafkaStreams streams() {
    return streams;
  }

  /** True once it runs and its stores are restored. */
  public boolean awaitRunning(Duration atMost) throws InterruptedException {
    return ran.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return "streams " + settings.applicationId();
  }

  /** RUNNING includes that every store is restored: a thread joins in only then. */
  @Override
  public LoopHealth health() {
    var state = streams.state();
    var after = trouble == null ? "" : " after " + trouble;
    return switch (state) {
      case RUNNING ->
          trouble == null ? LoopHealth.ready("runs") : LoopHealth.waiting("tries again" + after);
      case ERROR -> LoopHealth.dead("has given up" + after);
      case CREATED -> LoopHealth.waiting(waitsFor);
      default -> LoopHealth.waiting(state + after);
    };
  }

  @Override
  public void close() {
    closing.countDown();
    streams.close(Duration.ofSeconds(20));
  }

  /** Runs on the dying thread, so waiting here holds back its replacement. */
  private StreamThreadExceptionResponse threadDied(Throwable cause) {
    var root = Throwables.getRootCause(cause);
    if (trouble == null || !trouble.toString().equals(root.toString())) { // once per trouble
      log.warn("{}: a thread died, another takes its place", name(), cause);
    }
    trouble = root;
    try {
      closing.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
      places.giveUp(Thread.currentThread().getName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private void stateChanged(KafkaStreams.State now, KafkaStreams.State before) {
    if (now == KafkaStreams.State.RUNNING) {
      log.info("{} runs", name());
      trouble = null;
      backOff.reset();
      ran.countDown();
    }
  }
}
