package dev.graft.deploy.command;

import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what pictures show. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Says what pictures show. Exit code 1 if one could not be answered.")
public final class Predict implements Callable<Integer> {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pictures.")
  private List<Path> files = List.of();

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--version-pin",
      paramLabel = "N",
      description = "Answer from this version and no other.")
  private long version;

  @Option(names = "--json", description = "Write JSON, receipts included.")
  private boolean json;

  private final List<Map<String, Object>> answers = new ArrayList<>();
  private boolean failed;

  @Override
  public Integer call() {
    try (var doors = system.doors()) {
      var id = RunningSystem.task(doors, task).getTaskId();
      files.forEach(file -> answer(doors, id, file));
    }
    if (json) {
      Print.json(answers);
    }
    return failed ? 1 : 0;
  }

  private void answer(Doors doors, String id, Path file) {
    try {
      var request =
          PredictRequest.newBuilder()
              .setTaskId(id)
              .setVersion(version)
              .setImage(ByteString.copyFrom(Files.readAllBytes(file)));
      tell(file, doors.predictions().predict(request.build()));
    } catch (StatusRuntimeException refusal) {
      complain(file, Complaints.sentence(refusal));
    } catch (IOException e) {
      complain(file, "can't be read: " + e);
    }
  }

  private void tell(Path file, PredictResponse answer) {
    if (!json) {
      System.out.printf(
          "%s: %s (%.1f %%), version %d%n",
          file, answer.getClassName(), 100 * answer.getProbability(), answer.getVersion());
      return;
    }
    var all = new LinkedHashMap<String, Object>();
    for (int i = 0; i < answer.getClassesCount(); i++) {
      all.put(answer.getClasses(i), answer.getProbabilities(i));
    }
    var line = new LinkedHashMap<String, Object>();
    line.put("file", file.toString());
    line.put("imageId", answer.getImageId());
    line.put("class", answer.getClassName());
    line.put("probability", answer.getProbability());
    line.put("probabilities", all);
    line.put("version", answer.getVersion());
    line.put("receipt", answer.getReceipt());
    answers.add(line);
  }

  private void complain(Path file, String why) {
    failed = true;
    if (json) {
      answers.add(Map.of("file", file.toString(), "error", why));
    }
    System.err.println(file + ": " + why);
  }
}
