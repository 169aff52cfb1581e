package dev.graft.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The trainer's diagnosis of a task as lines for people. */
final class DiagnosisText {
  private DiagnosisText() {}

  static String of(JsonNode diagnosis) {
    var text = new StringJoiner("\n");
    text.add(
        "task %s, version %d"
            .formatted(diagnosis.path("task").asText(), diagnosis.path("version").asLong()));
    judged("what it learned from", diagnosis.path("training"), text);
    judged("the same, held out", diagnosis.path("outOfFold"), text);
    judged("validation", diagnosis.path("validation"), text);
    text.add("  examples              " + classes(diagnosis.path("classes")));
    curve(diagnosis.path("curve"), text);
    network(diagnosis, text);
    diagnosis
        .path("findings")
        .forEach(
            finding -> {
              text.add(
                  "%s: %s".formatted(finding.path("name").asText(), finding.path("why").asText()));
              text.add("    " + finding.path("advice").asText());
            });
    diagnosis.path("remarks").forEach(remark -> text.add("(" + remark.asText() + ")"));
    return text.toString();
  }

  private static void judged(String name, JsonNode judged, StringJoiner text) {
    int of = judged.path("of").asInt();
    String right =
        of == 0 ? "no picture" : "%s of %d right".formatted(share(judged.path("right"), of), of);
    String loss =
        judged.has("logLoss") ? ", log-loss " + number(judged.path("logLoss").asDouble()) : "";
    text.add("  %-21s %s%s".formatted(name, right, loss));
  }

  private static String classes(JsonNode classes) {
    var each = new StringJoiner(", ");
    for (JsonNode one : classes) {
      int of = one.path("of").asInt();
      each.add(
          "%s %d%s"
              .formatted(
                  one.path("class").asText(),
                  one.path("train").asInt(),
                  of == 0 ? "" : " (validation %s)".formatted(share(one.path("right"), of))));
    }
    return each.toString();
  }

  /** The last points; what came before matters little. */
  private static void curve(JsonNode curve, StringJoiner text) {
    List<String> points = new ArrayList<>();
    curve.forEach(
        point ->
            points.add(
                "%s at %d"
                    .formatted(
                        number(point.path("accuracy").asDouble()),
                        point.path("examples").asInt())));
    if (!points.isEmpty()) {
      List<String> last = points.subList(Math.max(0, points.size() - 5), points.size());
      text.add("  learning curve        " + String.join(", ", last));
    }
  }

  private static void network(JsonNode diagnosis, StringJoiner text) {
    var seen = new StringJoiner(", ");
    JsonNode embeddings = diagnosis.path("embeddings");
    if (embeddings.path("compared").asInt() > 0) {
      seen.add(
          "%d of %d embeddings made again are equal"
              .formatted(
                  embeddings.path("compared").asInt() - embeddings.path("differing").asInt(),
                  embeddings.path("compared").asInt()));
    }
    if (diagnosis.has("betweenParts")) {
      seen.add("the parts are %s apart".formatted(number(diagnosis, "betweenParts")));
    }
    if (diagnosis.has("fromPretraining")) {
      seen.add("%s from what it was trained on".formatted(number(diagnosis, "fromPretraining")));
    }
    if (diagnosis.has("fineTune")) {
      JsonNode tune = diagnosis.path("fineTune");
      seen.add(
          "last fine-tuned from %s on, BatchNorm %s"
              .formatted(tune.path("cut").asText(), tune.path("batchNorm").asText("not known")));
    }
    if (seen.length() > 0) {
      text.add("  network               " + seen);
    }
  }

  private static String share(JsonNode right, int of) {
    return number((double) right.asInt() / of);
  }

  private static String number(JsonNode in, String field) {
    return number(in.path(field).asDouble());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
