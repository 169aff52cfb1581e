package dev.graft.trainer.tune;

import com.google.protobuf.Duration;
import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.trainer.v1.PlannedPicture;
import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.TunePolicy;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Planner;
import dev.graft.vision.strategy.Situation;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a task and plans its fine-tune: which pictures there are, the head that it starts with,
 * how far the pictures are from the backbone's own, and what the planner says to that.
 */
final class Planning {
  private static final java.time.Duration USUAL_BUDGET = java.time.Duration.ofHours(1);

  private final Bench bench;
  private final TuneRequest request;
  private final Optional<Forerunner> parent;
  private final TuneSet set;
  private final List<PlannedPicture> pictures;
  private final long[] hashes; // of the train pictures
  private final int withoutPixels;

  private Planning(
      Bench bench,
      TuneRequest request,
      Optional<Forerunner> parent,
      List<Dataset.Pick> there,
      int withoutPixels) {
    this.bench = bench;
    this.request = request;
    this.parent = parent;
    this.withoutPixels = withoutPixels;
    this.pictures = there.stream().map(Planning::planned).toList();
    this.set = Plans.set(request.wish().classes(), pictures);
    this.hashes =
        there.stream()
            .filter(pick -> !heldOut(pick))
            .mapToLong(pick -> pick.row().splitHash())
            .toArray();
  }

  /** What came of it. */
  sealed interface Planned {
    record Ready(TunePlan plan) implements Planned {}

    /**
     * The network stays as it is.
     *
     * @param reasons sentences for people
     */
    record LeftAlone(List<String> reasons) implements Planned {}
  }

  static Planned plan(Bench bench, TuneRequest request, Optional<Forerunner> parent)
      throws BadWeightsException, IOException, InterruptedException {
    List<String> stages = bench.architecture().network(0).stageNames();
    String cut = request.spec().getTune().getCut();
    if (bench.objection().isPresent()) {
      return new Planned.LeftAlone(List.of(bench.objection().get()));
    }
    if (!cut.isEmpty() && !stages.contains(cut)) {
      return new Planned.LeftAlone(
          List.of("the task cuts at %s, but there are only %s".formatted(cut, stages)));
    }
    List<Dataset.Pick> train = Dataset.of(request.snapshot(), request.wish()).train();
    List<Dataset.Pick> there =
        train.stream().filter(pick -> bench.has(pick.row().imageId())).toList();
    Optional<String> few = tooFew(there, request.wish().classes());
    return few.isPresent()
        ? new Planned.LeftAlone(List.of(few.get()))
        : new Planning(bench, request, parent, there, train.size() - there.size()).plan(stages);
  }

  private static Optional<String> tooFew(List<Dataset.Pick> there, List<String> classes) {
    for (int k = 0; k < classes.size(); k++) {
      int label = k;
      if (there.stream().noneMatch(pick -> pick.label() == label && !heldOut(pick))) {
        return Optional.of("class \"%s\" has no picture to learn from".formatted(classes.get(k)));
      }
    }
    return there.stream().anyMatch(Planning::heldOut)
        ? Optional.empty()
        : Optional.of("no picture of the train split is left to choose between epochs by");
  }

  /** Of the train split, to choose between epochs by. */
  private static boolean heldOut(Dataset.Pick pick) {
    return !pick.row().teachesTails();
  }

  private static PlannedPicture planned(Dataset.Pick pick) {
    return PlannedPicture.newBuilder()
        .setImageId(pick.row().imageId())
        .setBlobDigest(pick.row().blobDigest())
        .setLabel(pick.label())
        .setHeldOut(heldOut(pick))
        .build();
  }

  private Planned plan(List<String> stages)
      throws BadWeightsException, IOException, InterruptedException {
    Architecture architecture = bench.architecture();
    TunePolicy policy = request.spec().getTune();
    String cut = policy.getCut().isEmpty() ? architecture.defaultCut() : policy.getCut();
    StartingHead start = StartingHead.of(bench, cut, set, hashes, Plans.images(pictures), judged());
    Optional<DomainDistance> distance = DomainLook.at(bench, set, Plans.images(pictures));
    Domain domain = distance.map(DomainDistance::domain).orElse(Domain.UNCLEAR);
    Plan plan = Planner.plan(situation(stages, start, domain));
    Choice choice = Choice.of(policy, plan, stages, architecture.defaultCut(), request.commanded());
    if (choice.strategy().equals("features")) {
      return new Planned.LeftAlone(choice.reasons());
    }
    TunePlan.Builder ready =
        Plans.of(request, choice, start.head(), pictures).toBuilder()
            .setBudget(Duration.newBuilder().setSeconds(budget().toSeconds()))
            .setDomain(domain.word())
            .setWithoutPixels(withoutPixels);
    distance.map(DomainDistance::overall).ifPresent(ready::setDomainDistance);
    double smoothing = Recipes.of(ready.build()).labelSmoothing();
    var head = HeadStart.Fitted.towards(smoothing, start.head(), start.learned());
    ready.setHeadTemperature(head.temperature());
    ready.setStartLoss(head.loss(smoothing, start.learned()));
    return new Planned.Ready(ready.build());
  }

  private Situation situation(List<String> stages, StartingHead start, Domain domain) {
    Architecture architecture = bench.architecture();
    int side = bench.preprocessing().crop();
    String cut = architecture.defaultCut();
    double share = architecture.network(0).outline(side, side).shareBefore(cut);
    return new Situation(
        perClass(),
        domain,
        Optional.of(start.record(request.curve())),
        new Situation.NetworkShape(stages, cut, share),
        new Situation.Means(budget(), OptionalDouble.of(start.perSecond())));
  }

  private java.time.Duration budget() {
    TunePolicy policy = request.spec().getTune();
    return policy.hasBudget()
        ? java.time.Duration.ofSeconds(policy.getBudget().getSeconds())
        : USUAL_BUDGET;
  }

  /** Of the newest version, while it answers in the backbone's own space about the same classes. */
  private Optional<LinearHead> judged() {
    return parent
        .filter(version -> version.space().equals(request.wish().space()))
        .filter(version -> version.classes().equals(set.classes()))
        .filter(version -> version.judged() instanceof LinearHead)
        .map(version -> (LinearHead) version.judged());
  }

  private List<Integer> perClass() {
    var counts = new int[set.classes().size()];
    pictures.forEach(picture -> counts[picture.getLabel()]++);
    return Arrays.stream(counts).boxed().toList();
  }
}
