package dev.graft.deploy.command;

import com.google.protobuf.ByteString;
import dev.graft.deploy.Failure;
import dev.graft.v1.EmbedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a picture looks like to a backbone. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Prints the embedding of a picture as JSON: file, imageId, space, vector.")
public final class Embed implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(paramLabel = "FILE", description = "A picture.")
  private Path file = Path.of("");

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--space",
      paramLabel = "ID",
      description = "A space that is in memory. Default: that of what the task serves.")
  private String space = "";

  @Override
  public void run() {
    try (var doors = system.doors()) {
      var request =
          EmbedRequest.newBuilder()
              .setTaskId(RunningSystem.task(doors, task).getTaskId())
              .setSpace(space)
              .setImage(ByteString.copyFrom(Files.readAllBytes(file)));
      var answer = doors.predictions().embed(request.build());
      var line = new LinkedHashMap<String, Object>();
      line.put("file", file.toString());
      line.put("imageId", answer.getImageId());
      line.put("space", answer.getSpace());
      line.put("vector", answer.getVectorList());
      Print.line(line);
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e, e);
    }
  }
}
