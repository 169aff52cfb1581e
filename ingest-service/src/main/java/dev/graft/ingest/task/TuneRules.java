package dev.graft.ingest.task;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.graft.v1.TunePolicy;
import java.util.ArrayList;
import java.util.List;

/** What a task may want of its fine-tunes. */
final class TuneRules {
  private static final int MOST_EPOCHS = 100;
  private static final Duration LONGEST = Durations.fromDays(365);

  /** The trainer rests so long between two, whatever the schedule. */
  private static final Duration LEAST_INTERVAL = Durations.fromHours(1);

  private TuneRules() {}

  /**
   * All that is wrong with it.
   *
   * @param backbone name of the network, which may be one that is not known here
   */
  static List<String> broken(TunePolicy tune, String backbone) {
    var wrong = new ArrayList<String>();
    if (tune.getMode() == TunePolicy.Mode.UNRECOGNIZED) {
      wrong.add("tune.mode must be AUTO, OFF or left out");
    }
    if (tune.getPreset() == TunePolicy.Preset.UNRECOGNIZED) {
      wrong.add("tune.preset must be ONE_CYCLE, ADAM_W, SGD, GRADUAL or AUGMENTED");
    }
    if (tune.getBatchNorm() == TunePolicy.BatchNorm.UNRECOGNIZED) {
      wrong.add("tune.batch_norm must be STATISTICS_FROZEN, ALL_FROZEN or TRAINED");
    }
    if (tune.getKeepsLabels().getTransformationsList().stream().anyMatch(TuneRules::isNone)) {
      wrong.add(
          "tune.keeps_labels must name CROP, MIRROR, UPSIDE_DOWN, ROTATION, COLOUR or ERASING, or"
              + " nothing");
    }
    if (tune.getEpochs() < 0 || tune.getEpochs() > MOST_EPOCHS) {
      wrong.add("tune.epochs must be 0 to %d".formatted(MOST_EPOCHS));
    }
    if (!isAtLeast(tune.getBudget(), Durations.ZERO)) {
      wrong.add("tune.budget must be a duration from 0 to 365 days");
    }
    if (tune.hasEvery() && !isAtLeast(tune.getEvery(), LEAST_INTERVAL)) {
      wrong.add("tune.every must be a duration from 1 hour to 365 days");
    }
    if (tune.hasEvery() && tune.getMode() != TunePolicy.Mode.AUTO) {
      wrong.add(
          "tune.every is a schedule for a task that is fine-tuned of itself: set tune.mode to"
              + " AUTO");
    }
    KnownBackbones.named(backbone)
        .filter(known -> !tune.getCut().isEmpty() && !known.stages().contains(tune.getCut()))
        .ifPresent(
            known ->
                wrong.add(
                    "tune.cut: %s has no stage \"%s\": there are %s"
                        .formatted(backbone, tune.getCut(), String.join(", ", known.stages()))));
    return wrong;
  }

  private static boolean isNone(TunePolicy.Transformation named) {
    return named == TunePolicy.Transformation.UNRECOGNIZED
        || named == TunePolicy.Transformation.TRANSFORMATION_UNSPECIFIED;
  }

  private static boolean isAtLeast(Duration time, Duration least) {
    return Durations.isValid(time)
        && Durations.compare(time, least) >= 0
        && Durations.compare(time, LONGEST) <= 0;
  }
}
