package dev.graft.inference.openinference;

import dev.graft.inference.predict.Known;
import dev.graft.inference.predict.Refusal;
import dev.graft.v1.TaskSpec;
import java.util.regex.Pattern;

/** The protocol's names of models and versions. */
final class ModelNames {

  private static final Pattern VERSION = Pattern.compile("0*[1-9][0-9]{0,17}");

  private ModelNames() {}

  /** A task that is there; else a refusal. */
  static TaskSpec task(String model, Known known) {
    if (model.isEmpty()) {
      throw Refusal.invalid("the model has no name: give that of a task");
    }
    return known.task(model);
  }

  /** 0: whatever the rollout serves. */
  static long version(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!VERSION.matcher(text).matches()) {
      throw Refusal.invalid(
          "version "
              + text
              + " is not one: give a number from 1 on that ModelMetadata names, or nothing for what"
              + " the task serves");
    }
    return Long.parseLong(text);
  }
}
