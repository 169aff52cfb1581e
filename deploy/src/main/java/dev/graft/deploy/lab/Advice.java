package dev.graft.deploy.lab;

import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.strategy.Domain;
import dev.graft.vision.strategy.HeadRecord;
import dev.graft.vision.strategy.Plan;
import dev.graft.vision.strategy.Planner;
import dev.graft.vision.strategy.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the planner says to the pictures of an experiment. */
final class Advice {
  /** Pictures that the domain is measured by go through the whole network. */
  private static final int LOOKS = 128;

  private Advice() {}

  static Map<String, Object> of(
      TuneGround ground, LabOptions options, Curves curves, Duration budget) {
    double forward = ground.forward();
    boolean measured =
        DomainProbe.canMeasure(ground.source().architecture())
            && budget.toMillis() > 20 * 1000 * LOOKS * forward;
    Optional<DomainDistance> distance =
        measured
            ? Optional.of(
                DomainLook.at(
                    options.images().resolve("train"),
                    ground.source().weights(),
                    options.device(),
                    options.seed()))
            : Optional.empty();
    Domain domain = distance.map(DomainDistance::domain).orElse(Domain.UNCLEAR);
    Plan plan =
        Planner.plan(
            new Situation(
                perClass(ground),
                domain,
                Optional.of(head(ground, curves)),
                network(ground),
                new Situation.Means(budget, OptionalDouble.of(1 / forward))));
    return PlanRecord.of(plan, domain, distance);
  }

  private static List<Integer> perClass(TuneGround ground) {
    var counts = new int[ground.set().classes().size()];
    ground.all().train().forEach(picture -> counts[picture.label()]++);
    return Arrays.stream(counts).boxed().toList();
  }

  private static HeadRecord head(TuneGround ground, Curves curves) {
    var points = new ArrayList<HeadRecord.Point>();
    for (int i = 0; i < curves.at().size(); i++) {
      points.add(new HeadRecord.Point(curves.at().get(i).intValue(), curves.validation().get(i)));
    }
    return new HeadRecord(
        ground.judged().validation().accuracy(), ground.judged().validation().examples(), points);
  }

  private static Situation.NetworkShape network(TuneGround ground) {
    var network = ground.source().architecture().network(0);
    int side = ground.source().architecture().inputSize();
    String cut = ground.source().cut();
    return new Situation.NetworkShape(
        network.stageNames(), cut, network.outline(side, side).shareBefore(cut));
  }
}
