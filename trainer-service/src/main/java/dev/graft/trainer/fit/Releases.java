package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.PackedBundle;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.Probes;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.TrainedHead;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What follows a fit that the gate has released: refit on everything, pack, put. */
final class Releases {
  private final BundlePublisher publisher;
  private final Forerunners forerunners;
  private final PictureProbes pictureProbes;
  private final TailVectors tails;
  private final Supplier<String> topicId;

  /**
   * @param topicId Kafka's id of graft.examples, for the manifest
   */
  Releases(
      BundlePublisher publisher,
      Forerunners forerunners,
      PictureProbes pictureProbes,
      TailVectors tails,
      Supplier<String> topicId) {
    this.publisher = publisher;
    this.forerunners = forerunners;
    this.pictureProbes = pictureProbes;
    this.tails = tails;
    this.topicId = topicId;
  }

  FitNews.Released release(JudgedFit fit) throws InterruptedException, BadWeightsException {
    FitRequest request = fit.request();
    Optional<Forerunner> parent = fit.parent();
    PictureProbe picture = picture(fit);
    boolean serveJudged = request.spec().getFit().getServeJudged();
    TrainedHead served = serveJudged ? fit.judged() : fit.learning().served(fit.judged());
    Optional<Novelty> novelty =
        fit.learning().novelty(parent.flatMap(forerunners::noveltyOf), serveJudged);
    Bundle fitted = bundle(fit, served, novelty, picture);
    Bundle bundle = fit.ground().tail().map(fitted::on).orElse(fitted);
    PackedBundle packed = BundleFormat.pack(bundle);
    Instant until = publisher.publish(packed);
    forerunners.remember(Forerunner.of(0, packed.digest(), bundle), novelty, parent);
    long parentVersion = parent.map(Forerunner::version).orElse(0L);
    return new FitNews.Released(
        request,
        Announcement.draft(request, bundle, packed.digest(), parentVersion, fit.verdict()),
        until);
  }

  private PictureProbe picture(JudgedFit fit) throws BadWeightsException {
    BackboneSpec backbone = Wishes.specOf(fit.request().spec().getBackbone());
    return fit.ground().tail().isPresent()
        ? tails.probe(backbone, fit.ground().tail().get())
        : pictureProbes.of(backbone);
  }

  private Bundle bundle(
      JudgedFit fit, TrainedHead served, Optional<Novelty> novelty, PictureProbe picture) {
    BackboneSpec backbone = Wishes.specOf(fit.request().spec().getBackbone());
    Dataset data = fit.ground().data();
    TrainedHead judged = fit.judged();
    return new Bundle(
        data.wish().classes(),
        backbone,
        new Space(data.wish().space()),
        ResolvedSpec.of(backbone).preprocessing(),
        judged.head(),
        served.head(),
        judged.temperature(),
        judged.strength(),
        fit.scores(),
        manifest(fit.request().taskId(), data),
        fit.parent().map(Forerunner::bundleDigest),
        Probes.drawn(served.scale(), served.head(), judged.temperature(), Optional.of(picture)),
        judged.kind(),
        novelty,
        HeadPolicies.of(fit.request().spec()),
        Optional.empty());
  }

  private dev.graft.vision.bundle.Dataset manifest(String taskId, Dataset data) {
    return new dev.graft.vision.bundle.Dataset(
        taskId, topicId.get(), data.sequence(), data.digest(), Announcement.counts(data));
  }
}
