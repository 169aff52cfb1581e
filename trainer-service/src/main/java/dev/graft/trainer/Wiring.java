package dev.graft.trainer;

import static java.util.Objects.requireNonNull;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.connect.InstanceConfig;
import dev.graft.connect.KafkaConfig;
import dev.graft.connect.StoreConfig;
import dev.graft.loop.BoundedRocksDb;
import dev.graft.loop.Chore;
import dev.graft.loop.StreamsShell;
import dev.graft.loop.TopicId;
import dev.graft.topics.Topics;
import dev.graft.trainer.examine.TaskExam;
import dev.graft.trainer.fit.FitJob;
import dev.graft.trainer.fit.FitOffice;
import dev.graft.trainer.fit.FitThreads;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.StoreTrouble;
import dev.graft.trainer.fit.TailVectors;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.AnnouncedBundles;
import dev.graft.trainer.publish.BundleCollector;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.DoomNotes;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.trainer.stream.Desks;
import dev.graft.trainer.stream.ExamplesTopology;
import dev.graft.trainer.tune.TuneJob;
import dev.graft.trainer.tune.TuneOffice;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NativeArrays;
import dev.graft.vision.backbone.VisionRuntime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The process, top to bottom: where bundles go, what a fit is and on which threads, the tasks that
 * this replica owns, and the topology that feeds them.
 */
@Factory
final class Wiring {
  /** The environment in which versions are rebuilt beside the service, and nothing is started. */
  static final String REPLAY = "replay";

  private final TrainerConfig config;

  Wiring(TrainerConfig config) {
    this.config = config;
  }

  @Singleton
  BlobStore blobs(StoreConfig store) {
    return BlobStores.s3(store.address());
  }

  @Singleton
  StoreTrouble trouble() {
    return new StoreTrouble(InstantSource.system());
  }

  @Singleton
  DoomNotes notes(BlobStore blobs) {
    return new DoomNotes(blobs, config.collectGrace(), InstantSource.system());
  }

  @Singleton
  Chore collector(BlobStore blobs, DoomNotes notes, KafkaConfig kafka, MeterRegistry metrics) {
    var announced = new AnnouncedBundles(kafka.clients());
    var collector = new BundleCollector(blobs, notes, announced, metrics);
    return Chore.of("bundles", Duration.ofMinutes(5), config.collectEvery(), collector, metrics);
  }

  @Singleton
  BundlePublisher publisher(BlobStore blobs, DoomNotes notes) {
    return new BundlePublisher(blobs, notes);
  }

  @Singleton
  Forerunners forerunners(BundlePublisher publisher) {
    return new Forerunners(publisher);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TailVectors tailVectors(BlobStore blobs) {
    return new TailVectors(blobs, new Pixels(blobs), device());
  }

  @Singleton
  TaskExam exam(BlobStore blobs, BundlePublisher publisher, TailVectors tails) {
    return new TaskExam(blobs, publisher, tails, device());
  }

  @Singleton
  FitJob job(
      BlobStore blobs,
      BundlePublisher publisher,
      Forerunners forerunners,
      TailVectors tails,
      KafkaConfig kafka,
      StoreTrouble trouble) {
    return new FitJob(
        publisher,
        forerunners,
        PictureProbes.over(blobs),
        tails,
        new TopicId(Topics.EXAMPLES, kafka.clients()),
        trouble,
        InstantSource.system());
  }

  @Singleton
  @Bean(preDestroy = "close")
  FitOffice office(FitJob job) {
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    int threads = config.fitThreads() == 0 ? half : config.fitThreads();
    return new FitOffice(FitThreads.of(threads), FitThreads.ofShadows(), job);
  }

  @Singleton
  @Bean(preDestroy = "close")
  TuneOffice tunes(
      BlobStore blobs,
      BundlePublisher publisher,
      Forerunners forerunners,
      StoreTrouble trouble,
      InstanceConfig instance) {
    return TuneOffice.of(
        new TuneJob(
            blobs,
            publisher,
            forerunners,
            device(),
            instance.stateDir().resolve("tunes"),
            (long) config.tuneCacheMebibytes() << 20,
            trouble,
            InstantSource.system()));
  }

  /** Without loading PyTorch where nobody asks for a GPU. */
  private Device device() {
    return config.device().equals("cpu") ? Device.CPU : VisionRuntime.device(config.device());
  }

  @Singleton
  Desks desks(FitOffice office, TuneOffice tunes) {
    return new Desks(office, tunes, Wishes.ofVision());
  }

  @Context
  @Requires(notEnv = REPLAY)
  @Bean(preDestroy = "close")
  StreamsShell streams(Desks desks, KafkaConfig kafka, InstanceConfig instance) {
    var settings =
        new StreamsShell.Settings(
            ExamplesTopology.APPLICATION_ID,
            requireNonNull(instance.id()),
            kafka.clients(),
            kafka.replicationFactor(),
            instance.stateDir(),
            config.commitInterval(),
            config.streamThreads(),
            desks.wakefulness(),
            Map.of(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                BoundedRocksDb.class,
                BoundedRocksDb.BYTES,
                (long) config.storeMemoryMebibytes() << 20,
                StreamsConfig.producerPrefix("batch.size"),
                128 << 10));
    return StreamsShell.of(ExamplesTopology.build(desks), settings).start();
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
