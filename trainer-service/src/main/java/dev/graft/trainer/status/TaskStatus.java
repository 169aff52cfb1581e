package dev.graft.trainer.status;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.Tally;
import dev.graft.trainer.stream.TaskDesk;
import dev.graft.v1.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One task as JSON. Counts are whole numbers; nothing is left out when it is 0. */
final class TaskStatus {
  private TaskStatus() {}

  /** The state of a task: known, examples, waiting, lastRun, lastVersion. */
  static Map<String, Object> of(TaskDesk desk) {
    TaskSpec spec = desk.ledger().getSpec();
    var snapshot = desk.examples().snapshot();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("task", desk.taskId());
    status.put("known", desk.ledger().hasSpec());
    status.put("deleted", spec.getDeleted());
    status.put("sequence", snapshot.sequence());
    status.put("examples", snapshot.rows().size());
    status.put("lastVersion", desk.ledger().getLastVersion());
    var wish = desk.wish();
    if (wish.isPresent()) {
      Tally tally = Tally.of(snapshot.rows(), wish.get());
      status.put("space", wish.get().space());
      status.put("classes", tally.classes().stream().map(TaskStatus::counts).toList());
      status.put("waiting", waiting(desk, 0, tally));
    } else {
      status.put("classes", byClass(snapshot.rows()));
      int unknownTask = desk.ledger().hasSpec() ? 0 : snapshot.rows().size();
      status.put("waiting", waiting(desk, unknownTask, NOTHING));
    }
    desk.lastRun().ifPresent(run -> status.put("lastRun", json(run)));
    return status;
  }

  /** What the trainer holds, image by image. */
  static Map<String, Object> examples(TaskDesk desk) {
    var snapshot = desk.examples().snapshot();
    Map<String, Object> held = new LinkedHashMap<>();
    held.put("task", desk.taskId());
    held.put("sequence", snapshot.sequence());
    held.put("examples", snapshot.rows().stream().map(TaskStatus::example).toList());
    return held;
  }

  private static final Tally NOTHING = new Tally(List.of(), Map.of(), 0, 0);

  private static Map<String, Object> waiting(TaskDesk desk, int unknownTask, Tally tally) {
    Map<String, Object> waiting = new LinkedHashMap<>();
    waiting.put("unknownTask", unknownTask);
    waiting.put(
        "unknownClass", tally.unknownClasses().values().stream().mapToInt(Integer::intValue).sum());
    waiting.put("unknownClasses", tally.unknownClasses());
    waiting.put("noPicture", desk.examples().withoutPicture().size());
    waiting.put("noEmbedding", tally.withoutEmbedding());
    waiting.put("wrongWidth", tally.wrongWidth());
    return waiting;
  }

  private static Map<String, Object> counts(Tally.ClassTally each) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("class", each.name());
    counts.put("train", each.train());
    counts.put("validation", each.validation());
    return counts;
  }

  private static List<Map<String, Object>> byClass(List<Row> rows) {
    Map<String, int[]> counts = new TreeMap<>();
    rows.forEach(
        row ->
            counts
                .computeIfAbsent(row.className(), name -> new int[2])[row.validation() ? 1 : 0]++);
    List<Map<String, Object>> classes = new ArrayList<>();
    counts.forEach(
        (name, count) -> classes.add(counts(new Tally.ClassTally(name, count[0], count[1]))));
    return classes;
  }

  private static Map<String, Object> example(Row row) {
    Map<String, String> embeddings = new TreeMap<>();
    row.embeddings().forEach(each -> embeddings.put(each.space(), each.digest()));
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("image", row.imageId());
    example.put("class", row.className());
    example.put("split", row.validation() ? "VALIDATION" : "TRAIN");
    example.put("embeddings", embeddings);
    example.put("sequence", row.sequence());
    return example;
  }

  /** Protobuf's JSON as a raw value. */
  private static Object json(Message message) {
    try {
      return new RawJson(JsonFormat.printer().omittingInsignificantWhitespace().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of ours has no JSON", e);
    }
  }
}
