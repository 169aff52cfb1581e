package dev.graft.deploy.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.vision.guarded.GuardEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one way of doing it came to.
 *
 * @param testAccuracy on the test part
 * @param validationAccuracy on the train pictures that were held back
 * @param validationLoss log-loss on them; of entries that are equally often right the lesser is
 *     chosen
 * @param seconds that it would take alone, embedding included
 * @param inferenceMillis forward pass of one picture on one core, median
 * @param guard alarms of a fine-tune; null where nothing was fine-tuned
 */
public record Entry(
    String name,
    double testAccuracy,
    double validationAccuracy,
    double validationLoss,
    double seconds,
    double inferenceMillis,
    Curves curves,
    Map<String, Object> settings,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<GuardEvent> guard) {
  /** The same with other settings. */
  Entry with(Map<String, Object> other) {
    return new Entry(
        name,
        testAccuracy,
        validationAccuracy,
        validationLoss,
        seconds,
        inferenceMillis,
        curves,
        other,
        guard);
  }

  /** Of something that no guard watches. */
  public Entry(
      String name,
      double testAccuracy,
      double validationAccuracy,
      double validationLoss,
      double seconds,
      double inferenceMillis,
      Curves curves,
      Map<String, Object> settings) {
    this(
        name,
        testAccuracy,
        validationAccuracy,
        validationLoss,
        seconds,
        inferenceMillis,
        curves,
        settings,
        null);
  }
}
