package dev.graft.feature;

import static java.util.Objects.requireNonNull;

import dev.graft.blobs.BlobStore;
import dev.graft.connect.InstanceConfig;
import dev.graft.feature.embed.Crew;
import dev.graft.feature.embed.EmbedLive;
import dev.graft.feature.embed.Embedding;
import dev.graft.feature.embed.LiveFirst;
import dev.graft.feature.embed.LiveLoops;
import dev.graft.feature.embed.Patience;
import dev.graft.feature.fill.BackFills;
import dev.graft.feature.fill.FillLoops;
import dev.graft.feature.read.PictureReader;
import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.feature.space.NamedBackbones;
import dev.graft.loop.Clients;
import dev.graft.loop.StepLoop;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NativeArrays;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The process, top to bottom: which backbones, how pictures are read and embedded, and the loops
 * that do it.
 */
@Factory
final class Wiring {
  private static final int DECODING_BYTES = 16 << 20;

  private final FeatureConfig config;

  Wiring(FeatureConfig config) {
    this.config = config;
  }

  @Singleton
  Device device() {
    VisionRuntime.configure(config.threadsPerPass());
    return VisionRuntime.device(config.device());
  }

  @Singleton
  NamedBackbones named(Clients clients) {
    return new NamedBackbones(clients);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Backbones backbones(NamedBackbones named, BlobStore blobs, Device device) {
    return new Backbones(named, blobs, device);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Crew crew() {
    return Crew.of(
        config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads());
  }

  @Singleton
  @Bean(preDestroy = "stop")
  Patience patience() {
    return new Patience(config.missingBlobPatience(), Duration.ofMillis(500), Clock.systemUTC());
  }

  @Singleton
  Embedding embedding(BlobStore blobs, Crew crew, Patience patience) {
    var decoder = new PictureDecoder(new PictureLimits(DECODING_BYTES, config.maxPicturePixels()));
    return new Embedding(new PictureReader(blobs, decoder), crew, patience, Clock.systemUTC());
  }

  @Singleton
  Boundary boundary() {
    return new Boundary();
  }

  @Singleton
  LiveFirst turns() {
    return new LiveFirst(config.backFillWait());
  }

  @Singleton
  LiveLoops live(
      Backbones backbones,
      Embedding embedding,
      Boundary boundary,
      LiveFirst turns,
      Clients clients,
      InstanceConfig instance,
      MeterRegistry metrics) {
    var step = new EmbedLive(backbones, embedding, boundary, turns);
    var id = requireNonNull(instance.id());
    return new LiveLoops(
        IntStream.rangeClosed(1, config.liveLoops())
            .mapToObj(number -> live(step, number == 1 ? id : id + "-" + number, clients, metrics))
            .toList());
  }

  private StepLoop<ImageFact> live(
      EmbedLive step, String instance, Clients clients, MeterRegistry metrics) {
    return StepLoop.over(Topics.IMAGES, step)
        .named("feature")
        .in("feature")
        .instance(instance)
        .with(clients)
        .maxRecords(config.pollRecords())
        .metrics(metrics)
        .build();
  }

  @Singleton
  BackFills backFills(
      Backbones backbones,
      Embedding embedding,
      Boundary boundary,
      LiveFirst turns,
      Clients clients,
      InstanceConfig instance,
      MeterRegistry metrics) {
    var loops =
        new FillLoops(
            backbones,
            embedding,
            boundary,
            turns,
            clients,
            requireNonNull(instance.id()),
            config.pollRecords(),
            metrics);
    return new BackFills(backbones, loops, config.backFillGrace(), Clock.systemUTC());
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
