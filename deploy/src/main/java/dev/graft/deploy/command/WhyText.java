package dev.graft.deploy.command;

import dev.graft.v1.ClassCount;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.Receipt;
import dev.graft.v1.VersionAnswer;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a prediction came from, as lines for people. Digests are whole: they are there to be
 * compared.
 */
final class WhyText {
  private static final int MOST_PROBABLE = 5;

  private final StringJoiner text = new StringJoiner("\n");

  private WhyText() {}

  static String of(ExplainResponse told) {
    var why = new WhyText();
    why.receipt(told.getReceipt());
    if (told.hasPrediction()) {
      why.prediction(told);
    }
    if (told.hasModel()) {
      why.model(told);
    }
    if (told.hasRollout()) {
      why.rollout(told.getRollout());
    }
    told.getUnknownList().forEach(each -> why.line("unknown", each));
    if (told.hasModel()) {
      why.line(
          "to check",
          "graft replay %d --task %s"
              .formatted(told.getModel().getVersion(), told.getModel().getTaskId()));
    }
    return why.text.toString();
  }

  private void receipt(Receipt receipt) {
    text.add("prediction %s of task %s".formatted(receipt.getPredictionId(), receipt.getTaskId()));
    if (!receipt.getImageId().isEmpty()) {
      line("image", receipt.getImageId());
    }
    if (receipt.hasTime()) {
      line("asked", Wording.time(receipt.getTime()).toString());
    }
  }

  private void prediction(ExplainResponse told) {
    var prediction = told.getPrediction();
    var classes = told.getModel().getClassesList();
    for (var answer : prediction.getAnswersList()) {
      boolean served = answer.getVersion() == prediction.getServedVersion();
      line(
          served ? "answered" : "scored",
          "%s by version %d%s"
              .formatted(
                  answer.getClassName(),
                  answer.getVersion(),
                  served ? probable(answer, classes) : ""));
    }
    line("recorded", Wording.place(told.getPredictionPlace()) + took(prediction));
  }

  private static String took(Predicted prediction) {
    var latency = prediction.getLatency();
    double millis = latency.getSeconds() * 1e3 + latency.getNanos() / 1e6;
    return " by replica %s, which took %s ms%s"
        .formatted(
            prediction.getReplicaId(),
            Wording.decimal(millis, 1),
            prediction.getPinned() ? "; the request named the version" : "");
  }

  /** The most probable classes, if it is known what they are called. */
  private static String probable(VersionAnswer answer, List<String> classes) {
    if (classes.size() != answer.getProbabilitiesCount()) {
      return "";
    }
    return IntStream.range(0, classes.size())
        .boxed()
        .sorted((a, b) -> Float.compare(answer.getProbabilities(b), answer.getProbabilities(a)))
        .limit(MOST_PROBABLE)
        .map(at -> classes.get(at) + " " + Wording.decimal(answer.getProbabilities(at), 3))
        .collect(Collectors.joining(", ", ": ", ""));
  }

  private void model(ExplainResponse told) {
    ModelPublished model = told.getModel();
    line(
        "version", "%d, published %s".formatted(model.getVersion(), Wording.time(model.getTime())));
    line("bundle", model.getBundleDigest());
    line("space", model.getSpace());
    line("parent", model.getParentVersion() == 0 ? "none" : "version " + model.getParentVersion());
    if (model.hasGate()) {
      line("gate", model.getGate().getVerdict() + ": " + model.getGate().getWhy());
    }
    if (model.hasDataset()) {
      dataset(model.getDataset(), told);
    }
  }

  private void dataset(DatasetManifest dataset, ExplainResponse told) {
    line(
        "dataset",
        "changes 1 to %d of graft.examples (topic id %s)%s"
            .formatted(
                dataset.getSequence(),
                dataset.getTopicId(),
                told.hasDatasetEnd()
                    ? ", the last one at " + Wording.place(told.getDatasetEnd())
                    : ""));
    line("", "digest " + dataset.getDigest());
    line(
        "", dataset.getCountsList().stream().map(WhyText::count).collect(Collectors.joining(", ")));
  }

  private static String count(ClassCount count) {
    return "%s %d train + %d validation"
        .formatted(count.getClassName(), count.getTrain(), count.getValidation());
  }

  private void rollout(HistoryEntry entry) {
    var state = entry.getState();
    line(
        "then",
        "%s, %s; revision %d since %s (%s)"
            .formatted(
                Wording.phase(state.getPhase()),
                RolloutText.serves(state),
                state.getRevision(),
                Wording.time(state.getSince()),
                Wording.place(entry.getPlace())));
    line("", "by %s: %s".formatted(state.getBy(), state.getWhy()));
    if (state.hasTrial()) {
      line(
          "",
          "version %d beside version %d: %s"
              .formatted(
                  state.getTrial().getCandidate().getVersion(),
                  state.getTrial().getBaseline().getVersion(),
                  Wording.pairs(state.getTrial().getLive())));
    }
  }

  private void line(String what, String said) {
    text.add("  %-11s %s".formatted(what, said).stripTrailing());
  }
}
