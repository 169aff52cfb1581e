package dev.graft.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The trainer's status as lines for people. */
final class StatusText {
  private StatusText() {}

  static String of(JsonNode status) {
    var tasks = status.path("tasks");
    if (tasks.isEmpty()) {
      return "No task yet: graft task create ID --classes A,B";
    }
    var text = new StringJoiner("\n");
    tasks.forEach(task -> text.add(task(task)));
    return text.toString();
  }

  private static String task(JsonNode task) {
    var text = new StringJoiner("\n");
    text.add(
        "task %s%s: %d examples, last version %d"
            .formatted(
                task.path("task").asText(),
                task.path("known").asBoolean()
                    ? task.path("deleted").asBoolean() ? " (deleted)" : ""
                    : " (not created)",
                task.path("examples").asInt(),
                task.path("lastVersion").asLong()));
    for (var each : task.path("classes")) {
      text.add(
          "  %-20s %5d train %5d validation"
              .formatted(
                  each.path("class").asText(),
                  each.path("train").asInt(),
                  each.path("validation").asInt()));
    }
    waiting(task.path("waiting"), text);
    fineTune(task.path("lastRun"), text);
    return text.toString();
  }

  /** The last thing that happened, if it was one of a fine-tune. */
  private static void fineTune(JsonNode run, StringJoiner text) {
    var decided = run.path("tuneDecided");
    var epoch = run.path("tuneEpoch");
    if (run.has("tuneDecided")) {
      var reasons = new StringJoiner("; ");
      decided.path("reasons").forEach(reason -> reasons.add(reason.asText()));
      text.add(
          "  %s: %s"
              .formatted(
                  decided.path("tune").asBoolean() ? "is fine-tuned" : "is not fine-tuned now",
                  reasons));
    } else if (run.has("tuneEpoch")) {
      text.add(
          "  is fine-tuned: epoch %d, %.3f of the held-out pictures right"
              .formatted(epoch.path("epoch").asInt(), epoch.path("heldOutAccuracy").asDouble()));
    } else if (run.has("tuneEnded")) {
      text.add("  was fine-tuned: " + run.path("tuneEnded").path("why").asText());
    }
  }

  /** Only what really waits. */
  private static void waiting(JsonNode waiting, StringJoiner text) {
    waiting
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().asInt() > 0) {
                text.add(
                    "  waiting: %d with %s".formatted(field.getValue().asInt(), field.getKey()));
              }
            });
  }
}
