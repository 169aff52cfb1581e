package dev.graft.trainer.tune;

import com.google.protobuf.util.Durations;
import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.TuneEnded;
import dev.graft.vision.tensors.NamedTensor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the epochs came to.
 *
 * @param tail weights and statistics from the cut on, the best of all epochs
 * @param helped whether they are better on the held-out pictures than those at the beginning
 * @param before accuracy of the head alone on the held-out pictures
 * @param after that of the best epoch
 * @param stopped why it ended early, if it did
 */
record Learned(
    List<NamedTensor> tail, boolean helped, double before, double after, Optional<String> stopped) {

  TuneEnded told(TunePlan plan, Duration took) {
    String compared =
        tail.isEmpty()
            ? "it was not begun"
            : String.format(
                Locale.ROOT,
                helped
                    ? "%.3f of the held-out pictures are right, %.3f with the head alone"
                    : "no epoch was better than the head alone (%2$.3f)",
                after,
                before);
    return TuneEnded.newBuilder()
        .setHelped(helped)
        .setWhy(stopped.map(why -> compared + "; " + why).orElse(compared))
        .setCut(plan.getCut())
        .setAccuracyBefore(before)
        .setAccuracyAfter(after)
        .setTook(Durations.fromNanos(took.toNanos()))
        .build();
  }
}
