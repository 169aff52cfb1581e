package dev.graft.trainer.status;

import dev.graft.trainer.diagnose.TaskDiagnosis;
import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured.Accuracy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** A diagnosis as JSON; what could not be measured is not there. */
final class DiagnosisJson {
  private DiagnosisJson() {}

  static Map<String, Object> of(TaskMeasured task) {
    var measured = task.measured();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", task.taskId());
    json.put("version", task.version());
    json.put("findings", TaskDiagnosis.of(task).stream().map(DiagnosisJson::finding).toList());
    json.put("training", judged(measured.training(), task.losses().training()));
    json.put("outOfFold", judged(measured.outOfFold(), task.losses().outOfFold()));
    json.put("validation", judged(measured.validation(), task.losses().validation()));
    json.put("classes", task.classes().stream().map(DiagnosisJson::look).toList());
    json.put("curve", task.curve());
    json.put("twins", measured.twins());
    json.put("embeddings", task.embeddings());
    json.put(
        "preprocessings",
        measured.preprocessings().stream()
            .map(one -> with(judged(one.accuracy(), OptionalDouble.empty()), "name", one.name()))
            .toList());
    measured
        .statistics()
        .ifPresent(
            by ->
                json.put(
                    "statistics",
                    Map.of(
                        "running", judged(by.running(), OptionalDouble.empty()),
                        "ofTheBatch", judged(by.ofTheBatch(), OptionalDouble.empty()))));
    measured.drift().ifPresent(apart -> json.put("betweenParts", apart));
    task.fromPretraining().ifPresent(away -> json.put("fromPretraining", away));
    task.tune().ifPresent(tune -> json.put("fineTune", tune));
    json.put("remarks", task.remarks());
    return json;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", finding.name());
    json.put("why", finding.why());
    json.put("advice", finding.advice());
    return json;
  }

  private static Map<String, Object> judged(Accuracy accuracy, OptionalDouble loss) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("right", accuracy.right());
    json.put("of", accuracy.of());
    loss.ifPresent(value -> json.put("logLoss", value));
    return json;
  }

  private static Map<String, Object> look(TaskMeasured.ClassLook look) {
    return with(
        with(judged(look.validation(), OptionalDouble.empty()), "train", look.train()),
        "class",
        look.name());
  }

  private static Map<String, Object> with(Map<String, Object> json, String name, Object value) {
    json.put(name, value);
    return json;
  }
}
