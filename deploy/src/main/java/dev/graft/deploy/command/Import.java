package dev.graft.deploy.command;

import com.google.protobuf.ByteString;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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
  private static final int AT_ONCE = 8;
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

  private final AtomicInteger images = new AtomicInteger();
  private final AtomicInteger known = new AtomicInteger();
  private final AtomicInteger labels = new AtomicInteger();
  private final List<Refused> refused = Collections.synchronizedList(new ArrayList<>());

  /** A picture that was not taken. */
  record Refused(String file, String why) {}

  /** For scripts. */
  record Summary(int images, int alreadyKnown, int labels, List<Refused> refused) {}

  @Override
  public Integer call() {
    var pictures = pictures();
    try (var doors = system.doors();
        var progress = progress(pictures.size())) {
      var id = noLabels ? "" : RunningSystem.task(doors, task).getTaskId();
      var work =
          pictures.stream()
              .<Callable<Void>>map(file -> () -> submit(doors, id, file, progress))
              .toList();
      all(work);
    }
    report();
    return refused.isEmpty() ? 0 : 1;
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

  private Void submit(Doors doors, String taskId, Path file, ProgressBar progress) {
    try {
      var image =
          ImageSubmitted.newBuilder()
              .setData(ByteString.copyFrom(Files.readAllBytes(file)))
              .setSource(file.toString());
      var answer =
          doors.ingest().submitImage(SubmitImageRequest.newBuilder().setImage(image).build());
      (answer.getAlreadyKnown() ? known : images).incrementAndGet();
      if (!taskId.isEmpty()) {
        label(
            doors,
            taskId,
            answer.getStored().getImageId(),
            folder.relativize(file).getName(0).toString());
      }
    } catch (StatusRuntimeException refusal) {
      refused.add(new Refused(file.toString(), Complaints.sentence(refusal)));
    } catch (IOException e) {
      refused.add(new Refused(file.toString(), e.toString()));
    }
    progress.step();
    return null;
  }

  private void label(Doors doors, String taskId, String image, String className) {
    var label =
        LabelSubmitted.newBuilder()
            .setTaskId(taskId)
            .setImageId(image)
            .setClassName(className)
            .setAnnotator(by);
    doors.ingest().submitLabel(SubmitLabelRequest.newBuilder().setLabel(label).build());
    labels.incrementAndGet();
  }

  private static void all(List<Callable<Void>> work) {
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new Failure("could not import: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private ProgressBar progress(int pictures) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName("import")
            .setInitialMax(pictures)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed();
    if (json) {
      builder.setConsumer(new Silence());
    }
    return builder.build();
  }

  private void report() {
    var summary = new Summary(images.get(), known.get(), labels.get(), List.copyOf(refused));
    if (json) {
      Print.json(summary);
      return;
    }
    System.out.printf(
        "%d new images, %d known already, %d labels, %d refused%n",
        summary.images(), summary.alreadyKnown(), summary.labels(), refused.size());
    refused.forEach(one -> System.err.println("  " + one.file() + ": " + one.why()));
  }
}
