package dev.graft.inference.simulate;

import dev.graft.inference.evidence.FixedSizeTest;
import dev.graft.inference.judge.Policy;
import dev.graft.inference.simulate.Run.End;
import dev.graft.inference.simulate.Run.Ended;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A scenario, many times over. The same scenario and policy always give the same answer. */
public final class Simulation {

  private Simulation() {}

  /**
   * What the runs came to.
   *
   * @param rolledBack share of the runs in which the candidate was taken back
   * @param promoted share in which evidence made it stable, and it stayed
   * @param undecided the rest
   * @param medianLabels labels until the decision, over the runs that decided; empty if none did
   * @param fixedSize of the test that looks once
   * @param exposure share of the requests that the candidate answered
   */
  public record Answer(
      double rolledBack,
      double promoted,
      double undecided,
      OptionalLong medianLabels,
      FixedSize fixedSize,
      double exposure) {}

  /**
   * The comparison: a test of the same error that looks once.
   *
   * @param decision "rollBack" for a candidate that is worse, else "promote"
   * @param power the share of our runs that decided so, at most 1 - 1 / (2 runs)
   * @param labels how many it needs; empty if our power was no more than chance
   */
  public record FixedSize(String decision, double power, OptionalLong labels) {}

  public static Answer of(Scenario scenario, Policy policy) {
    var ended =
        IntStream.range(0, scenario.runs())
            .parallel()
            .mapToObj(run -> Run.of(policy, Story.of(scenario, run)))
            .toList();
    var rolledBack = share(ended, End.ROLLED_BACK);
    var promoted = share(ended, End.PROMOTED);
    var requests = (double) scenario.images() * scenario.runs();
    var served = ended.stream().mapToLong(Ended::served).sum();
    return new Answer(
        rolledBack,
        promoted,
        share(ended, End.UNDECIDED),
        median(ended),
        fixedSize(scenario, policy, scenario.effect() < 0 ? rolledBack : promoted),
        requests == 0 ? 0 : served / requests);
  }

  private static double share(List<Ended> all, End end) {
    return (double) all.stream().filter(each -> each.end() == end).count() / all.size();
  }

  private static OptionalLong median(List<Ended> all) {
    var labels =
        all.stream()
            .filter(each -> each.end() != End.UNDECIDED)
            .mapToLong(Ended::labels)
            .sorted()
            .toArray();
    return labels.length == 0 ? OptionalLong.empty() : OptionalLong.of(labels[labels.length / 2]);
  }

  private static FixedSize fixedSize(Scenario scenario, Policy policy, double seen) {
    var worse = scenario.effect() < 0;
    var alpha = policy.test().alpha();
    var power = Math.min(seen, 1 - 0.5 / scenario.runs());
    var hypothesis = worse ? 0 : -policy.test().margin();
    var decision = worse ? "rollBack" : "promote";
    if (power <= alpha || hypothesis == scenario.effect()) {
      return new FixedSize(decision, power, OptionalLong.empty());
    }
    var labels =
        FixedSizeTest.labels(alpha, hypothesis, scenario.effect(), scenario.discordant(), power);
    return new FixedSize(decision, power, OptionalLong.of(labels));
  }
}
