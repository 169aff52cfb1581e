package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.reach.Access;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.supervise.Settings;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.TaskSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which running system a command talks to: that of a home, or one whose doors are given. */
final class RunningSystem {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--ingest",
      paramLabel = "HOST:PORT",
      description = "gRPC door of an ingest-service that `graft up` did not start.")
  private @Nullable String ingest;

  @Option(
      names = "--inference",
      paramLabel = "HOST:PORT",
      description = "gRPC door of an inference-service that `graft up` did not start.")
  private @Nullable String inference;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties that say how to get in: graft.client.tls.*, graft.kafka.properties*,"
              + " graft.store.*. Default:"
              + " those that `graft up` was started with.")
  private @Nullable Path config;

  private Access access() {
    return config == null ? home.access() : Access.of(Settings.read(config));
  }

  Home home() {
    return home.home();
  }

  Doors doors() {
    if (ingest != null && inference != null) {
      return new Doors(new Addresses("", "", ingest, "", "", inference, access()));
    }
    var found = addresses();
    return new Doors(
        new Addresses(
            found.kafka(),
            found.ingestHttp(),
            ingest == null ? found.ingestGrpc() : ingest,
            found.trainerHttp(),
            found.inferenceHttp(),
            inference == null ? found.inferenceGrpc() : inference,
            found.access()));
  }

  /** Keys {@code graft.store.*} among others: of the given file, or as the trainer has them. */
  Map<String, String> storeSettings() {
    if (config != null) {
      return Settings.read(config);
    }
    home.running();
    return Settings.read(home.home().run("trainer.properties"));
  }

  Addresses addresses() {
    return Addresses.of(home.running(), access());
  }

  /** The task that was named, or the only one there is. */
  static TaskSpec task(Doors doors, @Nullable String named) {
    var tasks =
        doors.ingest().listTasks(ListTasksRequest.getDefaultInstance()).getTasksList().stream()
            .filter(task -> !task.getDeleted())
            .toList();
    if (named == null && tasks.size() == 1) {
      return tasks.get(0);
    }
    return tasks.stream()
        .filter(task -> task.getTaskId().equals(named))
        .findFirst()
        .orElseThrow(() -> new Failure(which(named, tasks)));
  }

  private static String which(@Nullable String named, java.util.List<TaskSpec> tasks) {
    var names = tasks.stream().map(TaskSpec::getTaskId).collect(Collectors.joining(", "));
    if (tasks.isEmpty()) {
      return "there is no task yet; create one with `graft task create ID --classes A,B`";
    }
    return named == null
        ? "which task? Name one with --task: " + names
        : "there is no task " + named + "; there are: " + names;
  }
}
