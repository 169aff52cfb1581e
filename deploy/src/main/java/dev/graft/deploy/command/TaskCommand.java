package dev.graft.deploy.command;

import dev.graft.deploy.reach.Doors;
import dev.graft.v1.DeleteTaskRequest;
import dev.graft.v1.GetTaskRequest;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classification problems: what is told apart, and on which backbone. */
@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    description = "Creates, lists, shows and deletes tasks.",
    synopsisSubcommandLabel = "(create | list | show | delete)",
    subcommands = {
      TaskCommand.Create.class,
      TaskCommand.ListAll.class,
      TaskCommand.Show.class,
      TaskCommand.Delete.class
    })
public final class TaskCommand {
  /** Creates a task, or changes one. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Creates a task, or changes it if it exists.")
  static final class Create implements Runnable {
    @Mixin private RunningSystem system = new RunningSystem();

    @Parameters(
        paramLabel = "ID",
        description = "Lower-case letters, digits and hyphens, at most 63.")
    private String id = "";

    @Option(
        names = "--classes",
        required = true,
        split = ",",
        paramLabel = "A,B,...",
        description = "At least two, in the order of the probabilities in every answer.")
    private List<String> classes = List.of();

    @Option(
        names = "--backbone",
        paramLabel = "NETWORK",
        description =
            "The network that turns pictures into embeddings. Default: that of --weights NAME, or mini.")
    private @Nullable String backbone;

    @Option(
        names = "--weights",
        paramLabel = "NAME|FILE",
        description =
            "Its weights: those that `graft backbone add` added as NAME, or a safetensors file, or a digest in the store; mini brings its own.")
    private @Nullable String weights;

    @Mixin private InputChoice input = new InputChoice();

    @Mixin private HeadChoice head = new HeadChoice();

    @Mixin private TuneChoice tune = new TuneChoice();

    @Option(
        names = "--keep",
        paramLabel = "SHARE",
        description =
            "Share of predicted pictures that are stored, so that they can be labelled: 0 to 1."
                + " Default: 1.")
    private @Nullable Double keep;

    @Mixin private RolloutChoice rollout = new RolloutChoice();

    @Option(names = "--description", defaultValue = "", description = "For people.")
    private String description = "";

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public void run() {
      var network = TaskWeights.backbone(system, backbone, weights).toBuilder();
      input.addTo(network);
      var task =
          TaskSpec.newBuilder()
              .setTaskId(id)
              .addAllClasses(classes)
              .setDescription(description)
              .setBackbone(network);
      head.addTo(task);
      tune.addTo(task);
      if (keep != null) {
        task.setKeep(KeepPolicy.newBuilder().setShare(keep));
      }
      rollout.addTo(task);
      try (var doors = system.doors()) {
        var answer = doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
        if (json) {
          Print.message(answer.getTask());
        } else {
          System.out.printf(
              "%s task %s: %s on %s%n",
              answer.getCreated() ? "created" : "changed",
              id,
              String.join(", ", answer.getTask().getClassesList()),
              answer.getTask().getBackbone().getName());
        }
      }
    }
  }

  /** Lists the tasks. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the tasks.")
  static final class ListAll implements Runnable {
    @Mixin private RunningSystem system = new RunningSystem();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public void run() {
      try (var doors = system.doors()) {
        var tasks = doors.ingest().listTasks(ListTasksRequest.getDefaultInstance()).getTasksList();
        if (json) {
          Print.messages(tasks);
        } else {
          tasks.forEach(
              task ->
                  System.out.printf(
                      "%-20s %-16s %s%n",
                      task.getTaskId(),
                      task.getBackbone().getName(),
                      String.join(", ", task.getClassesList())));
        }
      }
    }
  }

  /** Shows one task. */
  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a task, as JSON.")
  static final class Show implements Runnable {
    @Mixin private RunningSystem system = new RunningSystem();

    @Parameters(paramLabel = "ID", description = "The task.")
    private String id = "";

    @Override
    public void run() {
      try (Doors doors = system.doors()) {
        Print.message(
            doors.ingest().getTask(GetTaskRequest.newBuilder().setTaskId(id).build()).getTask());
      }
    }
  }

  /** Deletes a task; its facts stay. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes a task: it is neither fitted nor served any more. Its labels stay.")
  static final class Delete implements Runnable {
    @Mixin private RunningSystem system = new RunningSystem();

    @Parameters(paramLabel = "ID", description = "The task.")
    private String id = "";

    @Override
    public void run() {
      try (Doors doors = system.doors()) {
        doors.ingest().deleteTask(DeleteTaskRequest.newBuilder().setTaskId(id).build());
        System.out.println("deleted task " + id);
      }
    }
  }
}
