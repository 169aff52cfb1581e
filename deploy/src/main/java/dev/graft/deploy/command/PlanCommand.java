package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.DomainLook;
import dev.graft.deploy.lab.PlanRecord;
import dev.graft.deploy.lab.WeightsFile;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.HeadRecord;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Planner;
import dev.graft.vision.strategy.Situation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a task would be learned. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Says how a task should be learned, from a head on frozen features to training the whole"
            + " network, and why. Needs no task and no running system.")
public final class PlanCommand implements Runnable {
  @Option(
      names = "--examples",
      paramLabel = "N",
      required = true,
      description = "Labelled train pictures of all classes together.")
  private int examples;

  @Option(names = "--classes", paramLabel = "N", required = true)
  private int classes;

  @Option(
      names = "--fewest",
      paramLabel = "N",
      description = "Train pictures of the smallest class. Default: all classes have as many.")
  private @Nullable Integer fewest;

  @Option(
      names = "--domain",
      paramLabel = "near|far|DIR",
      description =
          "Whether the pictures are like those that the network was trained on; or a folder of them"
              + " to measure it. Default: not known.")
  private @Nullable String domain;

  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Option(
      names = "--head",
      paramLabel = "ACCURACY",
      description = "What a head on frozen features has reached, 0 to 1.")
  private @Nullable Double head;

  @Option(
      names = "--head-half",
      paramLabel = "ACCURACY",
      description = "What it reached with half of the examples; says whether it still improves.")
  private @Nullable Double half;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Longest time that fine-tuning may take. Default: ${DEFAULT-VALUE}")
  private double minutes = 60;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      description =
          "Pictures a second through the whole network on the device that would fine-tune. Default:"
              + " not known, and the time is not considered.")
  private @Nullable Double perSecond;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public void run() {
    if (examples < 0
        || classes < 1
        || fewest != null && (fewest < 0 || fewest > examples / classes)) {
      throw new Failure(
          "--examples wants at least 0, --classes at least 1, --fewest at most their ratio");
    }
    Optional<DomainDistance> distance = measured();
    Domain known = distance.map(DomainDistance::domain).orElseGet(this::said);
    Plan plan = Planner.plan(situation(known));
    if (json) {
      Print.json(PlanRecord.of(plan, known, distance));
    } else {
      PlanText.print(plan, distance);
    }
  }

  private Domain said() {
    if (domain == null) {
      return Domain.UNCLEAR;
    }
    return domain.equals("near") ? Domain.NEAR : Domain.FAR;
  }

  private Optional<DomainDistance> measured() {
    if (domain == null || domain.equals("near") || domain.equals("far")) {
      return Optional.empty();
    }
    Path folder = Path.of(domain);
    if (!Files.isDirectory(folder)) {
      throw new Failure("--domain wants near, far or a folder of pictures, not " + domain);
    }
    VisionRuntime.configure(Runtime.getRuntime().availableProcessors());
    return Optional.of(DomainLook.at(folder, weights.file(), VisionRuntime.device("auto"), 1));
  }

  private Situation situation(Domain known) {
    WeightsFile file = weights.file();
    var architecture = file.architecture();
    var network = architecture.network(0);
    int side = architecture.inputSize();
    var shape =
        new Situation.NetworkShape(
            network.stageNames(),
            architecture.defaultCut(),
            network.outline(side, side).shareBefore(architecture.defaultCut()));
    var means =
        new Situation.Means(
            Duration.ofSeconds(Math.round(minutes * 60)),
            perSecond == null ? OptionalDouble.empty() : OptionalDouble.of(perSecond));
    return new Situation(perClass(), known, headRecord(), shape, means);
  }

  /** The smallest class as it was said, the others share the rest. */
  private List<Integer> perClass() {
    var counts = new ArrayList<Integer>();
    int left = examples;
    for (int k = 0; k < classes; k++) {
      int fair = left / (classes - k);
      int count = k == 0 && fewest != null ? fewest : fair;
      counts.add(count);
      left -= count;
    }
    return counts;
  }

  private Optional<HeadRecord> headRecord() {
    if (head == null) {
      return Optional.empty();
    }
    var curve = new ArrayList<HeadRecord.Point>();
    if (half != null) {
      curve.add(new HeadRecord.Point(examples / 2, half));
    }
    curve.add(new HeadRecord.Point(examples, head));
    // A quarter of the train examples is what the usual split leaves for validation.
    return Optional.of(new HeadRecord(head, Math.max(1, examples / 4), curve));
  }
}
