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
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.score.Scores;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.HeadRecord;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Planner;
import dev.graft.vision.strategy.Situation;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Measures a task and plans its fine-tune: which pictures there are, the head that it starts with,
 * how far the pictures are from the backbone's own, and what the planner says to that.
 */
final class Planning {
  /** One part of so many is held out of the train split, to choose between epochs. */
  private static final int PARTS = 5;

  /** So many pictures tell how far all of them are from the backbone's own. */
  private static final int LOOKS = 64;

  private static final int BATCH = 32;
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

  /** Pictures of one group stay together; other bits than the split's and the folds' of a gate. */
  private static boolean heldOut(Dataset.Pick pick) {
    return Long.remainderUnsigned(pick.row().splitHash() >>> 16, PARTS) == 0;
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
    Embedded embedded = embedded(cut);
    FittedHead head = head(embedded);
    Optional<DomainDistance> distance = distance();
    Domain domain = distance.map(DomainDistance::domain).orElse(Domain.UNCLEAR);
    java.time.Duration budget =
        policy.hasBudget()
            ? java.time.Duration.ofSeconds(policy.getBudget().getSeconds())
            : USUAL_BUDGET;
    Scores scores = scores(head, embedded.heldOut(), set.heldOut());
    int side = bench.preprocessing().crop();
    Plan plan =
        Planner.plan(
            new Situation(
                perClass(),
                domain,
                Optional.of(new HeadRecord(scores.accuracy(), scores.examples(), request.curve())),
                new Situation.NetworkShape(
                    stages,
                    architecture.defaultCut(),
                    architecture
                        .network(0)
                        .outline(side, side)
                        .shareBefore(architecture.defaultCut())),
                new Situation.Means(budget, OptionalDouble.of(embedded.perSecond()))));
    Choice choice = Choice.of(policy, plan, stages, architecture.defaultCut(), request.commanded());
    if (choice.strategy().equals("features")) {
      return new Planned.LeftAlone(choice.reasons());
    }
    double startLoss = scores(head, embedded.train(), set.train()).logLoss();
    return new Planned.Ready(
        Plans.of(request, choice, head, pictures).toBuilder()
            .setBudget(Duration.newBuilder().setSeconds(budget.toSeconds()))
            .setStartLoss(startLoss)
            .setDomain(domain.word())
            .setWithoutPixels(withoutPixels)
            .mergeFrom(
                distance
                    .map(d -> TunePlan.newBuilder().setDomainDistance(d.overall()).build())
                    .orElse(TunePlan.getDefaultInstance()))
            .build());
  }

  /**
   * Of the published network: {@code [n, width]}.
   *
   * @param perSecond pictures that went through it in a second
   */
  private record Embedded(float[][] train, float[][] heldOut, double perSecond) {}

  private Embedded embedded(String cut) throws BadWeightsException, IOException {
    var fresh = new HeadStart.Fresh(set.classes().size(), 1);
    try (SplitNetwork split = bench.split(cut, fresh)) {
      CutInputs inputs = bench.inputs(split, cut, Recipe.oneCycle(cut), Plans.images(pictures));
      long began = System.nanoTime();
      float[][] train = split.embed(set.train(), inputs, BATCH);
      float[][] heldOut = split.embed(set.heldOut(), inputs, BATCH);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Embedded(train, heldOut, pictures.size() / Math.max(1e-3, seconds));
    }
  }

  /**
   * The head of the newest version, fitted again without the held-out pictures: it had seen them,
   * and no epoch of the tail would look better than what knows the answers.
   */
  private FittedHead head(Embedded embedded) throws InterruptedException {
    var examples =
        new LabelledEmbeddings(embedded.train(), labels(set.train()), hashes, set.classes().size());
    SoftmaxFitOptions options = SoftmaxFitOptions.choosing();
    @Nullable LinearHead start =
        parent
            .filter(version -> version.space().equals(request.wish().space()))
            .filter(version -> version.classes().equals(set.classes()))
            .filter(version -> version.judged() instanceof LinearHead)
            .map(version -> (LinearHead) version.judged())
            .orElse(null);
    return SoftmaxFit.fit(examples, options, start);
  }

  private Scores scores(FittedHead head, float[][] vectors, List<LabelledPicture> pictures) {
    return Scores.of(set.classes(), head.head(), head.temperature(), vectors, labels(pictures));
  }

  private static int[] labels(List<LabelledPicture> pictures) {
    return pictures.stream().mapToInt(LabelledPicture::label).toArray();
  }

  private List<Integer> perClass() {
    var counts = new int[set.classes().size()];
    pictures.forEach(picture -> counts[picture.getLabel()]++);
    return Arrays.stream(counts).boxed().toList();
  }

  private Optional<DomainDistance> distance() throws BadWeightsException, IOException {
    if (!DomainProbe.canMeasure(bench.architecture())) {
      return Optional.empty();
    }
    var source = bench.source(Plans.images(pictures));
    var prepared = new ArrayList<float[]>();
    int step = Math.max(1, set.train().size() / LOOKS);
    for (int i = 0; i < set.train().size() && prepared.size() < LOOKS; i += step) {
      prepared.add(bench.preprocessing().tensor(source.open(set.train().get(i).digest())));
    }
    try (var probe = DomainProbe.load(bench.spec(), bench::open, bench.device())) {
      return Optional.of(DomainDistance.between(probe.of(prepared), probe.trainedOn()));
    }
  }
}
