package dev.graft.ingest;

import static java.util.Objects.requireNonNull;

import dev.graft.blobs.BlobStore;
import dev.graft.connect.GrpcConfig;
import dev.graft.connect.GrpcServerShell;
import dev.graft.connect.GrpcTlsConfig;
import dev.graft.connect.InstanceConfig;
import dev.graft.ingest.door.Counts;
import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.PublishedFacts;
import dev.graft.ingest.erasure.ErasureKeeper;
import dev.graft.ingest.erasure.InboxTrim;
import dev.graft.ingest.erasure.Sweep;
import dev.graft.ingest.erasure.UnfinishedErasures;
import dev.graft.ingest.grpc.GrpcLimits;
import dev.graft.ingest.grpc.IngestEndpoint;
import dev.graft.ingest.grpc.Uploads;
import dev.graft.ingest.inbox.InboxLoop;
import dev.graft.ingest.inbox.Patience;
import dev.graft.ingest.inbox.TakeIn;
import dev.graft.ingest.intake.Erasures;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.ingest.task.RegisteredTasks;
import dev.graft.ingest.task.Tasks;
import dev.graft.ingest.weights.WeightsIntake;
import dev.graft.loop.Chore;
import dev.graft.loop.Clients;
import dev.graft.loop.Publisher;
import dev.graft.loop.StepLoop;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.ImageFact;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The process, top to bottom: the intake over the store, the tasks, and the three doors. */
@Factory
final class Wiring {
  private static final String SERVICE = "ingest";
  private static final String INBOX_LOOP = "ingest";

  private final IngestConfig config;
  private final ErasureConfig erasure;

  Wiring(IngestConfig config, ErasureConfig erasure) {
    this.config = config;
    this.erasure = erasure;
  }

  @Singleton
  @Bean(preDestroy = "close")
  Publisher publisher(Clients clients, MeterRegistry metrics) {
    return Publisher.open(clients, SERVICE, metrics);
  }

  @Singleton
  Intake intake(BlobStore blobs) {
    return new Intake(
        blobs, new PictureLimits(config.maxPictureBytes(), config.maxPicturePixels()));
  }

  @Singleton
  WeightsIntake weights(BlobStore blobs, InstanceConfig instance) {
    return new WeightsIntake(
        blobs, instance.stateDir().resolve("ingest-uploads"), config.maxWeightsBytes());
  }

  @Singleton
  RegisteredTasks taskTopic(Clients clients, Publisher publisher) {
    return new RegisteredTasks(clients, publisher);
  }

  @Singleton
  Tasks tasks(RegisteredTasks topic, WeightsIntake weights) {
    var backbone =
        BackboneRef.newBuilder()
            .setName(config.defaultBackbone())
            .setWeightsDigest(config.defaultWeights())
            .build();
    return new Tasks(topic, weights::exist, backbone, Clock.systemUTC());
  }

  @Singleton
  Counts counts(MeterRegistry metrics) {
    return new Counts(metrics);
  }

  /** Behind the HTTP door, whose controllers find it by themselves, and the gRPC door. */
  @Singleton
  Desk desk(Intake intake, Tasks tasks, Publisher publisher, Counts counts) {
    return new Desk(intake, tasks, new PublishedFacts(publisher), counts, Clock.systemUTC());
  }

  @Singleton
  @Bean(preDestroy = "close")
  Uploads uploads(Desk desk) {
    return new Uploads(
        desk, new Uploads.Limits(config.uploadPictures(), config.uploadBytes()), Clock.systemUTC());
  }

  @Singleton
  @Bean(preDestroy = "close")
  GrpcServerShell grpc(GrpcConfig grpc, GrpcTlsConfig tls, Desk desk, Uploads uploads) {
    var limits = GrpcLimits.of(config.calls(), config.uploads());
    return GrpcServerShell.start(
            grpc.address(), tls.files(), List.of(new IngestEndpoint(desk, uploads)), limits)
        .onLeaving(uploads::leave);
  }

  @Singleton
  InboxLoop inbox(
      Intake intake,
      Counts counts,
      Clients clients,
      InstanceConfig instance,
      MeterRegistry metrics) {
    var patience =
        new Patience(config.missingObjectPatience(), Duration.ofMillis(500), Clock.systemUTC());
    var storeCalls = Executors.newFixedThreadPool(config.storeCalls());
    var loop =
        StepLoop.over(Topics.INBOX, new TakeIn(intake, counts, patience, storeCalls))
            .named(INBOX_LOOP)
            .in(SERVICE)
            .instance(requireNonNull(instance.id()))
            .with(clients)
            .maxRecords(config.inboxRecords())
            .metrics(metrics)
            .build();
    return new InboxLoop(loop, patience, storeCalls);
  }

  @Singleton
  Erasures erasures(BlobStore blobs) {
    return new Erasures(blobs);
  }

  /** Once at the start, since somebody may have been killed in the middle; then every so often. */
  @Singleton
  @Named("unfinished-erasures")
  Chore unfinishedErasures(
      Erasures erasures, Publisher publisher, Clients clients, MeterRegistry metrics) {
    var trim = new InboxTrim(clients, "graft-" + INBOX_LOOP);
    var unfinished =
        new UnfinishedErasures(
            erasures,
            new PublishedFacts(publisher),
            erasure.trimInbox() ? Optional.of(trim) : Optional.empty());
    return Chore.of(
        "unfinished-erasures",
        Duration.ZERO,
        erasure.lookEvery(),
        pauses -> unfinished.tend(),
        metrics);
  }

  @Singleton
  @Named("sweep")
  Chore sweep(BlobStore blobs, MeterRegistry metrics) {
    var sweep = new Sweep(blobs, Duration.ofSeconds(2), metrics);
    return Chore.of("sweep", Duration.ofMinutes(5), erasure.sweepEvery(), sweep, metrics);
  }

  /** Of weights, which go up in parts. */
  @Singleton
  @Named("uploads")
  Chore uploads(BlobStore blobs, MeterRegistry metrics) {
    return Chore.of(
        "uploads",
        Duration.ofMinutes(5),
        config.uploadGrace(),
        pauses ->
            "%d unfinished uploads ended"
                .formatted(blobs.abandonUploads(Instant.now().minus(config.uploadGrace()))),
        metrics);
  }

  @Singleton
  StepLoop<ImageFact> lastWords(
      Erasures erasures, Clients clients, InstanceConfig instance, MeterRegistry metrics) {
    return StepLoop.over(Topics.IMAGES, new ErasureKeeper(erasures))
        .named("ingest-erasures")
        .in(SERVICE)
        .instance(requireNonNull(instance.id()))
        .with(clients)
        .gathering(Duration.ofMillis(500))
        .metrics(metrics)
        .build();
  }
}
