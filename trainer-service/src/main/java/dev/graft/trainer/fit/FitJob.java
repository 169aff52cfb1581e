package dev.graft.trainer.fit;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.gate.Gate;
import dev.graft.trainer.gate.GateRules;
import dev.graft.trainer.gate.Verdict;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.v1.GatePolicy;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.score.Scores;
import java.io.UncheckedIOException;
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
  private final TailVectors tails;
  private final Releases releases;
  private final StoreTrouble trouble;
  private final InstantSource clock;
  private final LogShadowJob logShadow;

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
    this.tails = tails;
    this.releases = new Releases(publisher, forerunners, pictureProbes, tails, topicId);
    this.trouble = trouble;
    this.clock = clock;
    this.logShadow = new LogShadowJob(publisher, tails.forTrials(), trouble, clock);
  }

  /** Compares versions with the means of a fit. */
  LogShadowJob logShadow() {
    return logShadow;
  }

  /** Never throws: how it ended is the last news, unless it was cancelled. */
  void run(FitRequest request, Consumer<FitNews> tell) {
    try {
      FitNews end = fit(request, new FitTelling(request, clock, tell));
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

  private FitNews fit(FitRequest request, FitTelling telling)
      throws InterruptedException, BadWeightsException {
    Instant began = clock.instant();
    List<Forerunner> recent = forerunners.recent(request.versions());
    Ground ground = Ground.of(request, recent, tails);
    Dataset data = ground.data();
    telling.started(ground);
    Optional<Forerunner> parent = recent.stream().findFirst();
    var learning =
        new Learning(
            data,
            ground.tail().isPresent(),
            HeadPolicies.of(request.spec()),
            parent,
            request.sums());
    TrainedHead judged = learning.judged();
    Evidence evidence = Evidence.enough(data, judged, learning);
    Scores heard = evidence.scores(data.wish().classes());
    boolean same = evidence.isValidationAlone() || data.validation().isEmpty();
    Scores scores = same ? heard : validationScores(data, judged);
    telling.fitted(judged, scores, learning.reusesChoice(), began);

    Verdict verdict =
        Gate.judge(
            rules(request.spec().getGate()),
            evidence.standing(heard),
            new Rivalry(data, judged.head()).against(recent));
    telling.gated(verdict);
    return verdict.released()
        ? releases.release(
            new JudgedFit(request, ground, parent, learning, judged, scores, verdict))
        : new FitNews.Refused(request, verdict.name() + ": " + verdict.why());
  }

  private static Scores validationScores(Dataset data, TrainedHead judged) {
    return Evidence.validation(data, judged).scores(data.wish().classes());
  }

  private static GateRules rules(GatePolicy policy) {
    return new GateRules(
        policy.hasFloor() ? OptionalDouble.of(policy.getFloor()) : OptionalDouble.empty(),
        policy.hasMargin() ? policy.getMargin() : GateRules.DEFAULT.margin());
  }
}
