package dev.graft.trainer.fit;

import com.google.protobuf.util.Durations;
import dev.graft.trainer.gate.Verdict;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunGated;
import dev.graft.v1.RunStarted;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.score.Scores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What a fit says on the way, in the words of graft.runs. */
record FitTelling(FitRequest request, InstantSource clock, Consumer<FitNews> tell) {

  void started(Ground ground) {
    say(
        event ->
            event.setStarted(
                RunStarted.newBuilder()
                    .setTrainExamples(ground.data().train().size())
                    .setValidationExamples(ground.data().validation().size())
                    .setCut(ground.tail().map(Tail::cut).orElse(""))
                    .setWithoutPixels(ground.withoutPixels())));
  }

  void fitted(TrainedHead judged, Scores scores, boolean choiceReused, Instant began) {
    say(
        event ->
            event.setFitted(
                Announcement.fitted(judged, scores, choiceReused).setTook(since(began))));
  }

  private com.google.protobuf.Duration since(Instant began) {
    return Durations.fromNanos(Duration.between(began, clock.instant()).toNanos());
  }

  void gated(Verdict verdict) {
    say(event -> event.setGated(RunGated.newBuilder().setVerdict(Announcement.verdict(verdict))));
  }

  private void say(Consumer<RunEvent.Builder> what) {
    long sequence = request.snapshot().sequence();
    RunEvent.Builder event =
        RunEvents.begun(request.taskId(), request.runId(), sequence, clock.instant());
    what.accept(event);
    tell.accept(new FitNews.Progress(event.build()));
  }
}
