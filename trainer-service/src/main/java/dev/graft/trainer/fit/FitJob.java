package dev.graft.trainer.fit;

import com.google.protobuf.util.Durations;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Times;
import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.gate.Gate;
import dev.graft.trainer.gate.GateRules;
import dev.graft.trainer.gate.Verdict;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunGated;
import dev.graft.v1.RunStarted;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.PackedBundle;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.Probes;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.score.Scores;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fit, from a snapshot to a bundle in the store: fit the judged head on train, hold it against
 * the gate, refit on everything, pack, put. The same examples and the same parent give the same
 * bundle, bit for bit.
 */
public final class FitJob {
  private static final Logger LOG = LoggerFactory.getLogger(FitJob.class);

  private final BundlePublisher publisher;
  private final Forerunners forerunners;
  private final PictureProbes pictureProbes;
  private final TailVectors tails;
  private final Supplier<String> topicId;
  private final StoreTrouble trouble;
  private final InstantSource clock;

  /**
   * @param topicId Kafka's id of graft.examples, for the manifest
   */
  public FitJob(
      BundlePublisher publisher,
      Forerunners forerunners,
      PictureProbes pictureProbes,
      TailVectors tails,
      Supplier<String> topicId,
      StoreTrouble trouble,
      InstantSource clock) {
    this.publisher = publisher;
    this.forerunners = forerunners;
    this.pictureProbes = pictureProbes;
    this.tails = tails;
    this.topicId = topicId;
    this.trouble = trouble;
    this.clock = clock;
  }

  /** Compares versions with the means of a fit. */
  LogShadowJob logShadow() {
    return new LogShadowJob(publisher, trouble, clock);
  }

  /** Never throws: how it ended is the last news, unless it was cancelled. */
  void run(FitRequest request, Consumer<FitNews> tell) {
    try {
      FitNews end = fit(request, tell);
      trouble.over();
      tell.accept(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cancelled: whoever did that expects no news
      tell.accept(new FitNews.Failed(request, "cancelled", false));
    } catch (StoreUnavailableException | UncheckedIOException | KafkaException e) {
      trouble.met(e);
      tell.accept(new FitNews.Failed(request, "try again: " + e.getMessage(), true));
    } catch (BadWeightsException e) {
      String backbone = request.spec().getBackbone().getName();
      String why = "backbone " + backbone + " can't be loaded: " + e.getMessage();
      tell.accept(new FitNews.Failed(request, why, false));
    } catch (RuntimeException | Error e) { // an unheard end would leave the task fitting for ever
      LOG.error("task {}: run {} broke", request.taskId(), request.runId(), e);
      tell.accept(new FitNews.Failed(request, e.toString(), false));
    }
  }

  private FitNews fit(FitRequest request, Consumer<FitNews> tell)
      throws InterruptedException, BadWeightsException {
    Instant began = clock.instant();
    List<Forerunner> recent = forerunners.recent(request.versions());
    Ground ground = Ground.of(request, recent, tails);
    Dataset data = ground.data();
    tell.accept(
        progress(
            request,
            event ->
                event.setStarted(
                    RunStarted.newBuilder()
                        .setTrainExamples(data.train().size())
                        .setValidationExamples(data.validation().size())
                        .setCut(ground.tail().map(Tail::cut).orElse(""))
                        .setWithoutPixels(ground.withoutPixels()))));
    Optional<Forerunner> parent = recent.stream().findFirst();
    var learning = new Learning(data, HeadPolicies.of(request.spec()), parent, request.sums());
    TrainedHead judged = learning.judged();
    Evidence evidence = Evidence.enough(data, judged, learning);
    Scores heard = evidence.scores(data.wish().classes());
    boolean same = evidence.isValidationAlone() || data.validation().isEmpty();
    Scores scores = same ? heard : validationScores(data, judged);
    tell.accept(
        progress(
            request,
            event ->
                event.setFitted(
                    Announcement.fitted(judged, scores, learning.reusesChoice())
                        .setTook(took(began)))));

    Verdict verdict =
        Gate.judge(
            rules(request.spec().getGate()),
            evidence.standing(heard),
            new Rivalry(data, judged.head()).against(recent));
    tell.accept(
        progress(
            request,
            event ->
                event.setGated(RunGated.newBuilder().setVerdict(Announcement.verdict(verdict)))));
    return verdict.released()
        ? publish(request, ground, learning, judged, scores, parent, verdict)
        : new FitNews.Refused(request, verdict.name() + ": " + verdict.why());
  }

  private FitNews publish(
      FitRequest request,
      Ground ground,
      Learning learning,
      TrainedHead judged,
      Scores scores,
      Optional<Forerunner> parent,
      Verdict verdict)
      throws InterruptedException, BadWeightsException {
    Dataset data = ground.data();
    BackboneSpec spec = Wishes.specOf(request.spec().getBackbone());
    PictureProbe picture =
        ground.tail().isPresent() ? tails.probe(spec, ground.tail().get()) : pictureProbes.of(spec);
    boolean serveJudged = request.spec().getFit().getServeJudged();
    TrainedHead served = serveJudged ? judged : learning.served(judged);
    Optional<Novelty> novelty =
        learning.novelty(parent.flatMap(forerunners::noveltyOf), serveJudged);
    Bundle fitted = bundle(request, data, judged, served, novelty, scores, parent, picture);
    Bundle bundle = ground.tail().map(fitted::on).orElse(fitted);
    PackedBundle packed = BundleFormat.pack(bundle);
    Instant until = publisher.publish(packed);
    forerunners.remember(Forerunner.of(0, packed.digest(), bundle), novelty, parent);
    return new FitNews.Released(
        request,
        Announcement.draft(
            request, bundle, packed.digest(), parent.map(Forerunner::version).orElse(0L), verdict),
        until);
  }

  private Bundle bundle(
      FitRequest request,
      Dataset data,
      TrainedHead judged,
      TrainedHead served,
      Optional<Novelty> novelty,
      Scores scores,
      Optional<Forerunner> parent,
      PictureProbe picture) {
    BackboneSpec backbone = Wishes.specOf(request.spec().getBackbone());
    return new Bundle(
        data.wish().classes(),
        backbone,
        new Space(data.wish().space()),
        ResolvedSpec.of(backbone).preprocessing(),
        judged.head(),
        served.head(),
        judged.temperature(),
        judged.strength(),
        scores,
        new dev.graft.vision.bundle.Dataset(
            request.taskId(),
            topicId.get(),
            data.sequence(),
            data.digest(),
            Announcement.counts(data)),
        parent.map(Forerunner::bundleDigest),
        Probes.drawn(served.scale(), served.head(), judged.temperature(), Optional.of(picture)),
        judged.kind(),
        novelty,
        HeadPolicies.of(request.spec()),
        Optional.empty());
  }

  private static Scores validationScores(Dataset data, TrainedHead judged) {
    return Evidence.validation(data, judged).scores(data.wish().classes());
  }

  private static GateRules rules(GatePolicy policy) {
    return new GateRules(
        policy.hasFloor() ? OptionalDouble.of(policy.getFloor()) : OptionalDouble.empty(),
        policy.hasMargin() ? policy.getMargin() : GateRules.DEFAULT.margin());
  }

  private com.google.protobuf.Duration took(Instant began) {
    return Durations.fromNanos(Duration.between(began, clock.instant()).toNanos());
  }

  private FitNews progress(FitRequest request, Consumer<RunEvent.Builder> what) {
    Instant now = clock.instant();
    RunEvent.Builder event =
        RunEvent.newBuilder()
            .setTaskId(request.taskId())
            .setRunId(request.runId())
            .setSequence(request.snapshot().sequence())
            .setTime(Times.of(now));
    what.accept(event);
    return new FitNews.Progress(event.build());
  }
}
