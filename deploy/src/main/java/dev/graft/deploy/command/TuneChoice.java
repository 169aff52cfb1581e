package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.v1.KeptLabels;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TunePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the later stages of a task's network are fine-tuned, and how. */
final class TuneChoice {
  /** As people say it. */
  enum Mode {
    command,
    auto,
    off
  }

  @Option(
      names = "--tune",
      description =
          "When the network's later stages are fine-tuned: ${COMPLETION-CANDIDATES}. On command"
              + " only; also of itself, when enough labels are new, the head no longer improves,"
              + " the pictures have drifted, or --tune-every; never. Default: command.")
  private @Nullable Mode mode;

  @Option(
      names = "--tune-every",
      converter = Period.class,
      paramLabel = "TIME",
      description =
          "With --tune auto: also so long after the last one, if there is a new example. Default:"
              + " no schedule.")
  private @Nullable Duration every;

  @Option(
      names = "--tune-cut",
      paramLabel = "STAGE",
      description =
          "First stage that is trained, as `graft backbone show` names it; the first of all for the"
              + " whole network. Default: the planner decides.")
  private @Nullable String cut;

  @Option(
      names = "--tune-preset",
      paramLabel = "PRESET",
      description =
          "How: one-cycle, adam-w, sgd, gradual or augmented. Default: gradual or one-cycle, as the"
              + " planner decides.")
  private @Nullable String preset;

  @Option(
      names = "--tune-batch-norm",
      paramLabel = "MODE",
      description =
          "What of BatchNorm learns in the stages that are trained: statistics-frozen (scale and"
              + " shift), all-frozen (nothing), or trained (the statistics too, by batches; for"
              + " many pictures unlike those of the pretraining). Default: statistics-frozen.")
  private @Nullable String batchNorm;

  @Option(
      names = "--tune-keeps",
      split = ",",
      paramLabel = "CHANGE",
      description =
          "Changes that leave a picture what it is, so that changed ones may be learned from: crop,"
              + " mirror, upside-down, rotation, colour, erasing, with commas between them; or"
              + " none. Default: mirror; with the preset augmented all but upside-down.")
  private List<String> keeps = List.of();

  @Option(
      names = "--tune-epochs",
      paramLabel = "N",
      description = "Of each phase. Default: the preset's.")
  private @Nullable Integer epochs;

  @Option(
      names = "--tune-budget",
      converter = Period.class,
      paramLabel = "TIME",
      description = "Longest time for the epochs. Default: 1h.")
  private @Nullable Duration budget;

  /** Says what was typed; the service knows the rest. */
  void addTo(TaskSpec.Builder task) {
    var policy = TunePolicy.newBuilder();
    if (mode != null) {
      policy.setMode(
          switch (mode) {
            case command -> TunePolicy.Mode.MODE_UNSPECIFIED;
            case auto -> TunePolicy.Mode.AUTO;
            case off -> TunePolicy.Mode.OFF;
          });
    }
    if (every != null) {
      policy.setEvery(Period.wire(every));
    }
    if (cut != null) {
      policy.setCut(cut);
    }
    if (preset != null) {
      policy.setPreset(named("preset", TunePolicy.Preset.values(), preset));
    }
    if (batchNorm != null) {
      policy.setBatchNorm(named("mode of BatchNorm", TunePolicy.BatchNorm.values(), batchNorm));
    }
    if (!keeps.isEmpty()) {
      policy.setKeepsLabels(kept());
    }
    if (epochs != null) {
      policy.setEpochs(epochs);
    }
    if (budget != null) {
      policy.setBudget(Period.wire(budget));
    }
    if (!policy.build().equals(TunePolicy.getDefaultInstance())) {
      task.setTune(policy);
    }
  }

  private KeptLabels kept() {
    var kept = KeptLabels.newBuilder();
    if (!keeps.equals(List.of("none"))) {
      for (String change : keeps) {
        kept.addTransformations(named("change", TunePolicy.Transformation.values(), change));
      }
    }
    return kept.build();
  }

  /** The value of an enum that people call so. */
  private static <E extends Enum<E>> E named(String what, E[] values, String word) {
    List<E> known =
        Arrays.stream(values)
            .filter(value -> !value.name().endsWith("UNSPECIFIED"))
            .filter(value -> !value.name().equals("UNRECOGNIZED"))
            .toList();
    return known.stream()
        .filter(value -> word(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    "no %s is called %s; there are %s"
                        .formatted(
                            what,
                            word,
                            known.stream()
                                .map(TuneChoice::word)
                                .collect(Collectors.joining(", ")))));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
