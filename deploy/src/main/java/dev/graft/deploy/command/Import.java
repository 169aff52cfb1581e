package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a folder of pictures in. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Submits the pictures below DIR/CLASS/, and labels each with its folder's name. Exit code 1 if one was refused.")
public final class Import implements Callable<Integer> {
  private static final long ORDER_SEED = 0;

  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(
      paramLabel = "DIR",
      description = "Holds one folder for each class; or just pictures, with --no-labels.")
  private Path folder = Path.of("");

  @Option(
      names = "--task",
      paramLabel = "ID",
      description = "The task that the labels are for. Default: the only one.")
  private @Nullable String task;

  @Option(names = "--no-labels", description = "Submit the pictures only.")
  private boolean noLabels;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description = "Who labelled them. Default: you.")
  private String by = "";

  @Option(names = "--json", description = "Write JSON and show no progress.")
  private boolean json;

  /** A picture or label that was not taken. */
  record Refused(String file, String why) {}

  /**
   * For scripts.
   *
   * @param refusedCount may be more than are named
   */
  record Summary(
      long images, long alreadyKnown, long labels, long refusedCount, List<Refused> refused) {}

  @Override
  public Integer call() {
    return report(summary(upload(pictures())));
  }

  private FolderUpload.Result upload(List<Path> pictures) {
    try (var doors = system.doors();
        var progress = CountBar.of("import", pictures.size(), json)) {
      var id = noLabels ? "" : RunningSystem.task(doors, task).getTaskId();
      var labelling = new FolderUpload.Labelling(folder, id, by);
      return new FolderUpload(doors, labelling, System.currentTimeMillis(), progress::step)
          .send(pictures);
    }
  }

  private static Summary summary(FolderUpload.Result result) {
    var refused = new ArrayList<Refused>();
    result.unreadable().forEach(one -> refused.add(new Refused(one.file().toString(), one.why())));
    var summary = result.summary();
    summary
        .getRefusalsList()
        .forEach(
            one ->
                refused.add(
                    new Refused(
                        result.sent().get(Math.toIntExact(one.getIndex())).toString(),
                        one.getReason())));
    return new Summary(
        summary.getStored(),
        summary.getAlreadyKnown(),
        summary.getLabelled(),
        summary.getRefusedImages() + summary.getRefusedLabels() + result.unreadable().size(),
        refused);
  }

  private List<Path> pictures() {
    try (var files = Files.walk(folder, 2)) {
      var found =
          new ArrayList<>(
              files.filter(Files::isRegularFile).filter(this::wanted).sorted().toList());
      if (found.isEmpty()) {
        throw new Failure("no pictures in " + folder + (noLabels ? "" : "/CLASS/"));
      }
      // Mixed, so that the first versions see every class; in the same order each time.
      Collections.shuffle(found, new Random(ORDER_SEED));
      return found;
    } catch (IOException e) {
      throw new Failure("can't read " + folder + ": " + e, e);
    }
  }

  /** Without labels also pictures that lie in the folder itself; never hidden files. */
  private boolean wanted(Path file) {
    boolean deep = folder.relativize(file).getNameCount() == 2;
    return (deep || noLabels) && !file.getFileName().toString().startsWith(".");
  }

  private int report(Summary summary) {
    if (json) {
      Print.json(summary);
    } else {
      System.out.printf(
          "%d new images, %d known already, %d labels, %d refused%n",
          summary.images(), summary.alreadyKnown(), summary.labels(), summary.refusedCount());
      summary.refused().forEach(one -> System.err.println("  " + one.file() + ": " + one.why()));
      if (summary.refusedCount() > summary.refused().size()) {
        System.err.printf("  and %d more%n", summary.refusedCount() - summary.refused().size());
      }
    }
    return summary.refusedCount() == 0 ? 0 : 1;
  }
}
