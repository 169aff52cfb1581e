package dev.graft.deploy.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What an experiment came to, as {@code report.json} has it.
 *
 * @param chosen the entry that the held-back train pictures picked; the test part has no say
 * @param plan what the planner would have advised, and why; empty where it was not asked
 * @param remarks what was left out and why
 */
public record LabReport(
    String lab,
    String images,
    String backbone,
    long seed,
    double seconds,
    List<Entry> entries,
    Entry chosen,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> plan,
    List<String> remarks) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public LabReport {
    entries = List.copyOf(entries);
    remarks = List.copyOf(remarks);
  }

  /** Most right on the held-back pictures, of equals with the least loss there. */
  static Entry choose(List<Entry> entries) {
    return entries.stream()
        .max(
            Comparator.comparingDouble(Entry::validationAccuracy)
                .thenComparing(Comparator.comparingDouble(Entry::validationLoss).reversed()))
        .orElseThrow(
            () -> new Failure("there was no time for a single entry: allow more with --minutes"));
  }

  /** Writes {@code report.json} into a folder. */
  void write(Path folder) {
    try {
      Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new Failure("can't write into " + folder + ": " + e.getMessage(), e);
    }
  }
}
