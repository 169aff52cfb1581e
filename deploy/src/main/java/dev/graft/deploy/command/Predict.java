package dev.graft.deploy.command;

import com.google.protobuf.ByteString;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.ClientStream;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictStreamRequest;
import dev.graft.v1.PredictStreamResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what pictures show, all in one stream. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Says what pictures show. Exit code 1 if one could not be answered.")
public final class Predict implements Callable<Integer> {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Pictures, or folders with pictures below them.")
  private List<Path> files = List.of();

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--version-pin",
      paramLabel = "N",
      description = "Answer from this version and no other.")
  private long version;

  @Option(
      names = "--json",
      description = "Write one JSON object a line, receipts included, as answers come.")
  private boolean json;

  private volatile boolean failed;

  @Override
  public Integer call() throws InterruptedException {
    var pictures = files.stream().flatMap(Predict::pictures).toList();
    try (var doors = system.doors()) {
      ask(doors, RunningSystem.task(doors, task).getTaskId(), pictures);
    }
    return failed ? 1 : 0;
  }

  /** A file as it is; of a folder all that is not hidden. */
  private static Stream<Path> pictures(Path file) {
    if (!Files.isDirectory(file)) {
      return Stream.of(file);
    }
    try (var all = Files.walk(file)) {
      return all
          .filter(Files::isRegularFile)
          .filter(found -> !found.getFileName().toString().startsWith("."))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e, e);
    }
  }

  private void ask(Doors doors, String taskId, List<Path> pictures) throws InterruptedException {
    var stream =
        ClientStream.<PredictStreamRequest, PredictStreamResponse>open(
            doors.predictionStreams()::predictStream,
            answer -> tell(pictures.get(Integer.parseInt(answer.getRequestId())), answer));
    for (int i = 0; i < pictures.size(); i++) {
      try {
        var request =
            PredictRequest.newBuilder()
                .setTaskId(taskId)
                .setVersion(version)
                .setImage(ByteString.copyFrom(Files.readAllBytes(pictures.get(i))));
        var message =
            PredictStreamRequest.newBuilder()
                .setRequestId(String.valueOf(i))
                .setRequest(request)
                .build();
        if (!stream.send(message)) {
          break; // finish says why
        }
      } catch (IOException e) {
        complain(pictures.get(i), "can't be read: " + e);
      }
    }
    stream.finish();
  }

  private void tell(Path file, PredictStreamResponse response) {
    if (response.hasFault()) {
      complain(file, response.getFault().getMessage());
    } else if (json) {
      Print.line(line(file, response.getAnswer()));
    } else {
      var answer = response.getAnswer();
      System.out.printf(
          "%s: %s (%.1f %%), version %d%s%n",
          file,
          answer.getClassName(),
          100 * answer.getProbability(),
          answer.getVersion(),
          answer.getNovelty().getUnknown() ? ", though it looks like none of the classes" : "");
    }
  }

  private static Map<String, Object> line(Path file, PredictResponse answer) {
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
    if (answer.hasNovelty()) {
      line.put("unknown", answer.getNovelty().getUnknown());
      line.put("novelty", answer.getNovelty().getScore());
      line.put("noveltyThreshold", answer.getNovelty().getThreshold());
    }
    line.put("receipt", answer.getReceipt());
    return line;
  }

  private void complain(Path file, String why) {
    failed = true;
    if (json) {
      Print.line(Map.of("file", file.toString(), "error", why));
    }
    System.err.println(file + ": " + why);
  }
}
