package dev.graft.trainer.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When to fine-tune. A command goes before everything but another fine-tune under way and a head
 * that is not settled: a tail that learns under a random head forgets first. Of itself a task is
 * fine-tuned when there is news (labels, drift, a head that stopped improving, a schedule), enough
 * examples, and time enough since the last one.
 */
public final class TuneClock {
  private TuneClock() {}

  /** The same arguments always give the same decision. */
  public static TuneDecision decide(TuneRules rules, TuneInputs inputs, Instant now) {
    List<String> hindrances = hindrances(rules, inputs, now);
    if (!hindrances.isEmpty()) {
      return new TuneDecision.NotNow(hindrances, inputs);
    }
    if (inputs.command().isPresent()) {
      return tune(TuneDecision.Trigger.COMMAND, inputs.command().get(), inputs);
    }
    return news(rules, inputs, now)
        .orElseGet(() -> new TuneDecision.NotNow(quiet(rules, inputs, now), inputs));
  }

  private static List<String> hindrances(TuneRules rules, TuneInputs inputs, Instant now) {
    var found = new ArrayList<String>();
    inputs.running().ifPresent(job -> found.add("a fine-tune is under way: " + job));
    if (!inputs.headSettled()) {
      found.add("the head is not settled: it is fitted first, and the tail starts from it");
    }
    if (inputs.command().isPresent()) {
      return List.copyOf(found);
    }
    if (inputs.examples() < rules.leastExamples()) {
      found.add("%d of %d train examples".formatted(inputs.examples(), rules.leastExamples()));
    }
    inputs
        .notBefore()
        .filter(now::isBefore)
        .ifPresent(until -> found.add("the last one broke; not before " + until));
    inputs
        .last()
        .map(last -> last.plus(rules.rest()))
        .filter(now::isBefore)
        .ifPresent(until -> found.add("the last one is not long ago; not before " + until));
    return List.copyOf(found);
  }

  /** The strongest reason of those that hold. */
  private static Optional<TuneDecision> news(TuneRules rules, TuneInputs inputs, Instant now) {
    if (inputs.drift().isPresent() && inputs.drift().getAsDouble() > rules.drift()) {
      return Optional.of(
          tune(
              TuneDecision.Trigger.DRIFT,
              "recent pictures are %.2f away, more than %.2f"
                  .formatted(inputs.drift().getAsDouble(), rules.drift()),
              inputs));
    }
    if (inputs.examplesThen() == 0) {
      return Optional.of(
          tune(
              TuneDecision.Trigger.NEW_LABELS,
              "%d train examples, and never fine-tuned".formatted(inputs.examples()),
              inputs));
    }
    if (inputs.growth() >= rules.growth()) {
      return Optional.of(
          tune(
              TuneDecision.Trigger.NEW_LABELS,
              "%d train examples, %d at the last one"
                  .formatted(inputs.examples(), inputs.examplesThen()),
              inputs));
    }
    return headOrSchedule(rules, inputs, now);
  }

  /** Both want at least one example that the last fine-tune had not. */
  private static Optional<TuneDecision> headOrSchedule(
      TuneRules rules, TuneInputs inputs, Instant now) {
    if (inputs.examples() <= inputs.examplesThen()) {
      return Optional.empty();
    }
    // A head on a tuned tail is flat at once; so half of the growth must have come too.
    if (inputs.headStopped().orElse(false) && inputs.growth() >= rules.growth() / 2) {
      return Optional.of(
          tune(
              TuneDecision.Trigger.HEAD_STOPPED,
              "the head no longer improves, and %d examples are new"
                  .formatted(inputs.examples() - inputs.examplesThen()),
              inputs));
    }
    Optional<Duration> since = inputs.last().map(last -> Duration.between(last, now));
    if (rules.every().isPresent()
        && since.isPresent()
        && since.get().compareTo(rules.every().get()) >= 0) {
      return Optional.of(
          tune(
              TuneDecision.Trigger.SCHEDULE,
              "the last one was %s ago, scheduled every %s"
                  .formatted(since.get(), rules.every().get()),
              inputs));
    }
    return Optional.empty();
  }

  private static List<String> quiet(TuneRules rules, TuneInputs inputs, Instant now) {
    var reasons = new ArrayList<String>();
    reasons.add(
        "%d new train examples, %.0f %% of the %d at the last one; wanted are %.0f %%"
            .formatted(
                inputs.examples() - inputs.examplesThen(),
                100 * inputs.growth(),
                inputs.examplesThen(),
                100 * rules.growth()));
    reasons.add(
        inputs
            .headStopped()
            .map(stopped -> stopped ? "the head no longer improves" : "the head still improves")
            .orElse("the head's learning curve is too short"));
    reasons.add(
        inputs.drift().isPresent()
            ? "drift %.2f of %.2f".formatted(inputs.drift().getAsDouble(), rules.drift())
            : "drift is not known: it takes a fine-tune, and %d examples since"
                .formatted(Drift.LEAST));
    reasons.add(
        rules.every().isEmpty()
            ? "there is no schedule"
            : "the next one is scheduled for "
                + inputs.last().orElse(now).plus(rules.every().get()));
    return List.copyOf(reasons);
  }

  private static TuneDecision tune(TuneDecision.Trigger trigger, String why, TuneInputs inputs) {
    return new TuneDecision.Tune(trigger, why, inputs);
  }
}
