package dev.graft.inference.rollout;

import dev.graft.events.Times;
import dev.graft.inference.evidence.Sighting;
import dev.graft.inference.evidence.Sighting.Answers;
import dev.graft.inference.evidence.Sighting.Label;
import dev.graft.inference.v1.FirstLabel;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.TrialId;
import dev.graft.v1.ExampleChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of an image, as it is stored. */
final class SightingStates {

  private SightingStates() {}

  /**
   * When the label came. An example may be younger than that: its label waited for the picture or
   * for the trainer, or was withdrawn and given again before anybody made an example of it.
   */
  static Instant labelled(ExampleChange change) {
    var settled = Times.instant(change.getTime());
    if (!change.getAdded().hasFirstLabelled()) {
      return settled;
    }
    var first = Times.instant(change.getAdded().getFirstLabelled());
    return first.isBefore(settled) ? first : settled;
  }

  /** Answers of another trial are void. */
  static Sighting read(@Nullable ImageSighting stored, @Nullable TrialId trial) {
    if (stored == null) {
      return Sighting.NOTHING;
    }
    return new Sighting(
        stored.hasTrial() && stored.getTrial().equals(trial) ? answers(stored) : null,
        stored.hasLabel() ? label(stored.getLabel()) : null);
  }

  private static Answers answers(ImageSighting stored) {
    return new Answers(
        Times.instant(stored.getTime()),
        stored.getPredictionId(),
        stored.getCandidateClass(),
        stored.getBaselineClass());
  }

  private static Label label(FirstLabel label) {
    return new Label(label.getSequence(), Times.instant(label.getTime()), label.getClassName());
  }

  /**
   * @param trial that its answers belong to
   */
  static ImageSighting write(Sighting sighting, @Nullable TrialId trial) {
    var stored = ImageSighting.newBuilder();
    var first = sighting.first();
    if (first != null && trial != null) {
      stored
          .setTrial(trial)
          .setTime(Times.of(first.time()))
          .setPredictionId(first.predictionId())
          .setCandidateClass(first.candidate())
          .setBaselineClass(first.other());
    }
    var label = sighting.label();
    if (label != null) {
      stored.setLabel(
          FirstLabel.newBuilder()
              .setSequence(label.sequence())
              .setTime(Times.of(label.time()))
              .setClassName(label.className()));
    }
    return stored.build();
  }
}
