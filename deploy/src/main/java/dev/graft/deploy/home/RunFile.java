package dev.graft.deploy.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What runs in a home: written by the supervisor whenever it changes, read by every other command.
 *
 * @param supervisor the process that holds the lock
 * @param ready every part was ready once
 * @param kafka bootstrap servers
 * @param store URL of the object store
 * @param bucket where Graft keeps its objects in it
 * @param ports by name; only those that something listens on
 * @param children by name of the part
 */
public record RunFile(
    ProcessMark supervisor,
    boolean ready,
    String kafka,
    String store,
    String bucket,
    Map<String, Integer> ports,
    Map<String, ChildMark> children) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** A process by number and start, because numbers are used again. */
  public record ProcessMark(long pid, long startedEpochMillis) {
    public static ProcessMark of(ProcessHandle process) {
      return new ProcessMark(
          process.pid(), process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    public Optional<ProcessHandle> alive() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> of(process).equals(this));
    }
  }

  /**
   * A child as the supervisor sees it.
   *
   * @param restarts how often it had to be started again
   */
  public record ChildMark(long pid, int restarts) {}

  public int port(Port port) {
    var number = ports.get(port.title());
    if (number == null) {
      throw new Failure("nothing listens on " + port.title() + " in this installation");
    }
    return number;
  }

  /** Replaces the file as one act, so that no reader sees half of it. */
  public void write(Home home) {
    try {
      var fresh = Files.createTempFile(home.run(""), "run", ".json", home.ownerOnly());
      Files.write(fresh, JSON.writeValueAsBytes(this));
      Files.move(
          fresh,
          home.runFile(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure("can't write " + home.runFile() + ": " + e, e);
    }
  }

  /** The run file, if a supervisor that is still alive wrote it. */
  public static Optional<RunFile> read(Home home) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(home.runFile()), RunFile.class))
          .filter(run -> run.supervisor().alive().isPresent());
    } catch (java.nio.file.NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure(home.runFile() + " is not readable: " + e.getMessage(), e);
    }
  }
}
