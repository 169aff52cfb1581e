package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.supervise.LogTail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the processes wrote. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the end of the logs.")
public final class Logs implements Runnable {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "broker, store, ingest, feature, trainer, inference. Default: all.")
  private @Nullable String name;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "30",
      description = "How many lines. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on showing what is added; needs NAME.")
  private boolean follow;

  @Override
  public void run() {
    var chosen = name == null ? Arrays.asList(Part.values()) : List.of(part(name));
    for (var part : chosen) {
      if (chosen.size() > 1) {
        System.out.println("==> " + part.title());
      }
      System.out.println(LogTail.of(home.home().log(part.title()), lines));
    }
    if (follow) {
      if (name == null) {
        throw new Failure("--follow needs the name of one log");
      }
      follow(home.home().log(chosen.get(0).title()));
    }
  }

  private static Part part(String name) {
    return Part.of(name)
        .orElseThrow(
            () -> new Failure("there is no log called " + name + "; see graft logs --help"));
  }

  private static void follow(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(file.length());
      var buffer = new byte[1 << 16];
      while (!Thread.interrupted()) {
        if (file.length() < file.getFilePointer()) { // it was set aside, and begins anew
          file.seek(0);
        }
        int read = file.read(buffer);
        if (read > 0) {
          System.out.write(buffer, 0, read);
          System.out.flush();
        } else {
          TimeUnit.MILLISECONDS.sleep(200);
        }
      }
    } catch (IOException e) {
      throw new Failure("can't read " + log + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
