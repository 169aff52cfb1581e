package dev.graft.inference;

import static java.util.Objects.requireNonNull;

import dev.graft.blobs.BlobStore;
import dev.graft.connect.GrpcConfig;
import dev.graft.connect.GrpcServerShell;
import dev.graft.connect.GrpcTlsConfig;
import dev.graft.connect.InstanceConfig;
import dev.graft.connect.KafkaConfig;
import dev.graft.inference.batch.Embedder;
import dev.graft.inference.openinference.OpenInferenceDoor;
import dev.graft.inference.predict.GrpcLimits;
import dev.graft.inference.predict.PredictionDoor;
import dev.graft.inference.predict.Watchers;
import dev.graft.inference.record.Keeper;
import dev.graft.inference.record.Recorder;
import dev.graft.inference.rollout.Commands;
import dev.graft.inference.rollout.JudgeStreams;
import dev.graft.inference.serve.Pace;
import dev.graft.inference.serve.Pins;
import dev.graft.inference.serve.Shelves;
import dev.graft.inference.serve.StoredBundles;
import dev.graft.inference.serve.Swapper;
import dev.graft.inference.serve.VisionBackbones;
import dev.graft.loop.Clients;
import dev.graft.loop.Monitored;
import dev.graft.loop.Publisher;
import dev.graft.loop.StreamsShell;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NativeArrays;
import dev.graft.vision.backbone.VisionRuntime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * The process, top to bottom: who judges, what is held in memory, who follows the registers, and
 * the door.
 */
@Factory
final class Wiring {

  private static final String SERVICE = "inference";

  private final InferenceConfig config;
  private final String replicaId;
  private final Clock clock = Clock.systemUTC();

  Wiring(InferenceConfig config, InstanceConfig instance) {
    this.config = config;
    this.replicaId = requireNonNull(instance.id());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Publisher publisher(Clients clients, MeterRegistry metrics) {
    return Publisher.open(clients, SERVICE, metrics);
  }

  @Singleton
  @Bean(preDestroy = "close")
  StreamsShell judge(Clients clients, KafkaConfig kafka, InstanceConfig instance) {
    return JudgeStreams.of(
        clients, kafka.replicationFactor(), replicaId, instance.stateDir().resolve("judge"));
  }

  @Singleton
  Commands commands(Publisher publisher) {
    return new Commands(publisher, clock);
  }

  @Singleton
  Device device() {
    VisionRuntime.configure(config.threadsPerPass());
    return VisionRuntime.device(config.device());
  }

  @Singleton
  Shelves shelves() {
    return new Shelves(config.residentVersions());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Swapper swapper(
      Shelves shelves, BlobStore blobs, Device device, Publisher publisher, MeterRegistry metrics) {
    var stored = new StoredBundles(blobs);
    return new Swapper(
        replicaId,
        shelves,
        stored,
        new VisionBackbones(stored, device, config.batchSize()),
        state -> publisher.send(Topics.REPLICAS, Keys.replica(replicaId, state.getTaskId()), state),
        Pace.DEFAULT,
        clock,
        metrics);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Pins pins(Shelves shelves, Swapper swapper) {
    return new Pins(shelves, swapper, config.pinnedLoads());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Following following(Clients clients, Swapper swapper, Commands commands, Watchers watchers) {
    return new Following(clients, swapper, commands, watchers);
  }

  @Singleton
  Watchers watchers() {
    return new Watchers();
  }

  @Singleton
  @Bean(preDestroy = "close")
  Embedder embedder(Device device) {
    int threads =
        config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
    int passes = device.equals(Device.CPU) ? threads : 2;
    return new Embedder(
        new Embedder.Limits(
            config.queue(),
            config.queueBytes(),
            threads,
            config.passes() == 0 ? passes : config.passes(),
            config.shadowQueue()));
  }

  @Singleton
  @Bean(preDestroy = "close")
  Recorder recorder(Publisher publisher, MeterRegistry metrics) {
    return new Recorder(publisher, metrics);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Keeper keeper(Publisher publisher, MeterRegistry metrics) {
    return new Keeper(
        (key, event) -> publisher.send(Topics.INBOX, key, event), config.keepBytes(), metrics);
  }

  @Singleton
  @Bean(preDestroy = "close")
  PredictionDoor door(
      Following following,
      BlobStore blobs,
      Shelves shelves,
      Swapper swapper,
      Pins pins,
      Embedder embedder,
      Recorder recorder,
      Keeper keeper,
      Commands commands,
      Watchers watchers,
      Clients clients,
      MeterRegistry metrics) {
    var rooms =
        new PredictionDoor.Rooms(
            following.known(),
            blobs,
            shelves,
            swapper,
            pins,
            embedder,
            recorder,
            keeper,
            commands,
            watchers,
            clients);
    return new PredictionDoor(rooms, config.streamWindow(), replicaId, clock, metrics);
  }

  @Singleton
  OpenInferenceDoor openInference(
      PredictionDoor door,
      Following following,
      Shelves shelves,
      Embedder embedder,
      BeanContext process) {
    return new OpenInferenceDoor(
        door,
        following.known(),
        shelves,
        embedder,
        config.queue(),
        () ->
            process.getBeansOfType(Monitored.class).stream()
                .allMatch(part -> part.health().ready()));
  }

  /** The service process closes it, before everything behind it. */
  @Context
  GrpcServerShell grpc(
      GrpcConfig grpc, GrpcTlsConfig tls, PredictionDoor door, OpenInferenceDoor openInference) {
    var limits = GrpcLimits.of(config.calls(), config.streams());
    return GrpcServerShell.start(grpc.address(), tls.files(), List.of(door, openInference), limits)
        .onLeaving(door::leave);
  }

  /** On /prometheus as graft_native_arrays. */
  @Singleton
  MeterBinder nativeArrays() {
    return registry ->
        Gauge.builder("graft.native.arrays", NativeArrays::alive)
            .description("arrays of native memory that are held")
            .register(registry);
  }
}
