package dev.graft.inference.predict;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.connect.GrpcServerShell;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.inference.batch.Embedder;
import dev.graft.inference.openinference.OpenInferenceDoor;
import dev.graft.inference.record.Keeper;
import dev.graft.inference.record.Recorder;
import dev.graft.inference.rollout.Commands;
import dev.graft.inference.serve.Pace;
import dev.graft.inference.serve.Phase;
import dev.graft.inference.serve.Pins;
import dev.graft.inference.serve.Shelves;
import dev.graft.inference.serve.StoredBundles;
import dev.graft.inference.serve.Swapper;
import dev.graft.inference.serve.TestBundles;
import dev.graft.loop.Publisher;
import dev.graft.topics.Keys;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PredictionServiceGrpc;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionRef;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The doors over a real socket: task pets serves version 1, on a backbone that the test controls,
 * has a version 2 that is not in memory, and a version 3, not there either, that tells what is
 * unknown.
 */
public final class OpenDoor implements AutoCloseable {
  public static final String TASK = "pets";
  public static final int QUEUE = 4;
  public static final long TELLS = 3;
  static final int WINDOW = 8;
  static final int STREAMS = 2;
  private static final Clock CLOCK = Clock.systemUTC();
  private static final AtomicInteger DOORS = new AtomicInteger();

  public final GatedBackbone backbone = new GatedBackbone(GatedBackbone.SPACE);
  final GatedBackbone otherBackbone = new GatedBackbone(GatedBackbone.OTHER_SPACE);
  public final Embedder embedder = new Embedder(new Embedder.Limits(QUEUE, 1 << 20, 2, 1, 2));
  final PredictionDoor door;
  final GrpcServerShell server;
  final Watchers watchers = new Watchers();

  /** What the registers would show. */
  final Map<String, TaskSpec> tasks = new ConcurrentHashMap<>();

  final Map<String, RolloutState> rollouts = new ConcurrentHashMap<>();
  public final ManagedChannel channel;
  final String replicaId = "door-" + DOORS.incrementAndGet();
  private final Shelves shelves = new Shelves(2);
  private final Publisher publisher;
  private final Recorder recorder;
  private final Keeper keeper;
  private final Swapper swapper;
  private final Pins pins;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BlobStore bundleStore = BlobStores.inMemory();
  private final TestBundles bundles =
      new TestBundles(
          bundleStore,
          GatedBackbone.SPEC,
          GatedBackbone.SPACE,
          GatedBackbone.WIDTH,
          Optional.empty());

  public OpenDoor(BlobStore blobs) {
    publisher = Publisher.open(TestBed.clients(), "open-door", metrics);
    recorder = new Recorder(publisher, metrics);
    keeper =
        new Keeper(
            (key, event) -> CompletableFuture.failedFuture(new IllegalStateException()),
            0,
            metrics);
    swapper =
        new Swapper(
            replicaId,
            shelves,
            new StoredBundles(bundleStore),
            spec -> spec.equals(GatedBackbone.SPEC) ? backbone : otherBackbone,
            state -> CompletableFuture.completedFuture(null),
            Pace.DEFAULT,
            CLOCK,
            metrics);
    pins = new Pins(shelves, swapper, 1);
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(TestBundles.CLASSES)
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            .build();
    var models =
        LongStream.of(1, 2, TELLS)
            .mapToObj(version -> (version == TELLS ? bundles.thatTell() : bundles).store(version))
            .map(ref -> bundles.published(TASK, ref))
            .collect(Collectors.toMap(m -> Keys.model(TASK, m.getVersion()), m -> m));
    tasks.put(TASK, task);
    var known = new Known(tasks, models, rollouts);
    var rooms =
        new PredictionDoor.Rooms(
            known,
            blobs,
            shelves,
            swapper,
            pins,
            embedder,
            recorder,
            keeper,
            new Commands(publisher, CLOCK),
            watchers,
            TestBed.clients());
    door = new PredictionDoor(rooms, WINDOW, replicaId, CLOCK, metrics);
    serve(bundles.store(1));
    var other = new OpenInferenceDoor(door, known, shelves, embedder, QUEUE, () -> true);
    server =
        GrpcServerShell.start(0, List.of(door, other), GrpcLimits.of(16, STREAMS))
            .onLeaving(door::leave);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
  }

  private void serve(VersionRef stable) {
    swapper.start();
    swapper.follow(TestBundles.stable(TASK, stable));
    swapper.serving(TASK, 1).join();
  }

  /** Version 2 on trial beside the stable version 1, which is its baseline. */
  void trial(RolloutTrial.Stage stage, double share) {
    trial(bundles.store(2), stage, share);
  }

  /** Version 3, of another network, on trial beside version 1. */
  void trialOfAnotherNetwork(RolloutTrial.Stage stage, double share) {
    var others =
        new TestBundles(
            bundleStore,
            GatedBackbone.OTHER_SPEC,
            GatedBackbone.OTHER_SPACE,
            GatedBackbone.WIDTH,
            Optional.empty());
    trial(others.store(3), stage, share);
  }

  private void trial(VersionRef candidate, RolloutTrial.Stage stage, double share) {
    var one = bundles.store(1);
    swapper.follow(TestBundles.trial(TASK, one, candidate, one, stage, share));
    while (!isComplete()) {
      Moment.pass();
    }
  }

  private boolean isComplete() {
    var by = shelves.answerers(TASK, true, () -> "anyone").orElseThrow();
    try (var serving = by.serving()) {
      return by.complete() && by.phase() != Phase.NONE;
    }
  }

  /** How often something was counted. */
  double count(String name, String... tags) {
    return metrics.get(name).tags(tags).counter().count();
  }

  public PredictionServiceGrpc.PredictionServiceBlockingStub client() {
    return PredictionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  PredictionServiceGrpc.PredictionServiceStub clientLater() {
    return PredictionServiceGrpc.newStub(channel);
  }

  @Override
  public void close() {
    backbone.permits.release(1_000_000);
    otherBackbone.permits.release(1_000_000);
    channel.shutdownNow();
    server.close();
    door.close();
    embedder.close();
    pins.close();
    swapper.close();
    keeper.close();
    recorder.close();
    publisher.close();
  }
}
