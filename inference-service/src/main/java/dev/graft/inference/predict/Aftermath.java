package dev.graft.inference.predict;

import dev.graft.inference.record.Keeper;
import dev.graft.inference.record.Recorder;
import dev.graft.inference.serve.Answerers;
import dev.graft.inference.serve.Answerers.Role;
import dev.graft.inference.serve.Phase;
import dev.graft.v1.Predicted;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when answers have left: they are counted and written down, their pictures are
 * kept, and the versions on trial that did not answer say what they would have. Nothing here
 * blocks: heads are computed where lines are written, networks when there is time.
 */
final class Aftermath {

  private final Recorder recorder;
  private final Keeper keeper;
  private final Shadows shadows;
  private final TrialMeters meters;
  private final String replicaId;

  Aftermath(
      Recorder recorder, Keeper keeper, Shadows shadows, TrialMeters meters, String replicaId) {
    this.recorder = recorder;
    this.keeper = keeper;
    this.shadows = shadows;
    this.meters = meters;
    this.replicaId = replicaId;
  }

  /**
   * Of all answers to one request.
   *
   * @param failed what the candidate said before another version answered in its place
   */
  void of(Asked asked, Answerers by, List<Made> all, @Nullable VersionAnswer failed, Instant at) {
    for (var made : all) {
      meters.served(by);
      if (made.item().input() instanceof Input.Encoded encoded && encoded.fresh()) {
        keeper.keep(asked.task().getKeep(), encoded.imageId(), encoded.picture(), at);
      }
      var line =
          new Line(
              replicaId,
              made.answer().response(),
              made.item().predictionId(),
              cohortKey(asked, by, made, all.get(0)),
              by.role() == Role.PINNED,
              at,
              Duration.between(asked.arrived(), at),
              made.took());
      if (by.phase() == Phase.NONE) {
        recorder.record(() -> line.with(List.of()));
      } else {
        withOthers(line, by, made, failed);
      }
    }
  }

  /** The caller's, or in a canary that of the first element, by which all were placed. */
  private static String cohortKey(Asked asked, Answerers by, Made made, Made first) {
    var given = asked.question().cohortKey();
    if (!given.isEmpty() || made == first || by.phase() != Phase.CANARY) {
      return given;
    }
    var image = first.answer().response().getImageId();
    return image.isEmpty() ? first.item().predictionId() : image;
  }

  private void withOthers(Line line, Answerers by, Made made, @Nullable VersionAnswer failed) {
    var others = by.others().stream().map(other -> shadows.of(other, made, by.serving())).toList();
    var said = failed == null ? List.<VersionAnswer>of() : List.of(failed);
    CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
        .thenRun(
            () -> {
              var seen = others.stream().map(CompletableFuture::join).toList();
              if (!recorder.record(() -> scored(line, by, said, seen))) {
                meters.unscored(by.phase(), Shadow.Why.BUSY);
              }
            });
  }

  /** On the recorder's thread: this is where the other heads are computed. */
  private Predicted scored(Line line, Answerers by, List<VersionAnswer> said, List<Shadow> others) {
    var answers = new ArrayList<>(said);
    Shadow.Why missing = by.complete() ? null : Shadow.Why.ABSENT;
    for (var other : others) {
      if (other instanceof Shadow.Embedded embedded) {
        answers.add(embedded.answer());
      } else if (other instanceof Shadow.Faulty faulty) {
        answers.add(faulty.fault());
      } else if (other instanceof Shadow.Unscored unscored) {
        missing = unscored.why();
      }
    }
    if (missing == null) {
      meters.scored(by.phase(), answers);
    } else {
      meters.unscored(by.phase(), missing);
    }
    return line.with(answers);
  }
}
