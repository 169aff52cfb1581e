package dev.graft.deploy.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.Examination;
import dev.graft.deploy.lab.LabSet;
import dev.graft.deploy.reach.Access;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Http;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.diagnose.Diagnosis;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why validation is worse than training. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description =
        "Explains a gap between training and validation pictures, of a task or of a folder: the same picture in both, pictures prepared wrongly, BatchNorm's statistics, overfitting, classes with few pictures, parts of different kinds.")
public final class DiagnoseCommand implements Runnable {
  private static final List<String> OTHERS = List.of("validation", "val", "test");

  /** The trainer measures while it is asked. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @ArgGroup(multiplicity = "1")
  private Whose whose = new Whose();

  /** One of the two. */
  private static final class Whose {
    @Parameters(
        paramLabel = "TASK",
        description = "Its newest version, as the trainer of a running system holds it.")
    private @Nullable String task;

    @Option(
        names = "--images",
        paramLabel = "DIR",
        required = true,
        description =
            "DIR/train/CLASS/* and DIR/validation/CLASS/* (or val, or test); needs no running system.")
    private @Nullable Path images;
  }

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--trainer",
      paramLabel = "HOST:PORT",
      description =
          "Of a task: HTTP door of a trainer-service that `graft up` did not start; of several, the one that owns the task.")
  private @Nullable String trainer;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description =
          "Of a task: most pictures of each split that go through the network; 0: none. Default: ${DEFAULT-VALUE}")
  private int pictures = 64;

  @Option(
      names = "--against",
      paramLabel = "PART",
      description =
          "Of a folder: what is held against train. Default: the first of validation, val, test.")
  private @Nullable String against;

  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Option(
      names = "--device",
      description = "Of a folder: auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}")
  private String device = "auto";

  @Option(names = "--json", description = "Print JSON and show no progress.")
  private boolean json;

  @Override
  public void run() {
    if (whose.task != null) {
      JsonNode diagnosis = ofTask(whose.task);
      if (json) {
        Print.json(diagnosis);
      } else {
        System.out.println(DiagnosisText.of(diagnosis));
      }
      return;
    }
    ofFolder(requireNonNull(whose.images, "picocli wants one of the two"));
  }

  private JsonNode ofTask(String task) {
    Access access = home.access();
    String door = trainer == null ? Addresses.of(home.running(), access).trainerHttp() : trainer;
    String path =
        "/v1/tasks/%s/diagnosis?pictures=%d"
            .formatted(URLEncoder.encode(task, StandardCharsets.UTF_8), pictures);
    return new Http(access).get(access.url(door, path), PATIENCE);
  }

  private void ofFolder(Path images) {
    VisionRuntime.configure(1);
    var set = LabSet.parts(images, against == null ? other(images) : against);
    try (var bar = CountBar.of("pictures", set.pictures().size(), json)) {
      var examination = new Examination(set, weights.file(), VisionRuntime.device(device));
      print(examination.measure(bar::stepTo));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static String other(Path images) {
    return OTHERS.stream()
        .filter(part -> Files.isDirectory(images.resolve(part)))
        .findFirst()
        .orElseThrow(() -> new Failure("%s has none of the folders %s".formatted(images, OTHERS)));
  }

  private void print(Measured measured) {
    var findings = Diagnosis.of(measured);
    if (json) {
      var map = new LinkedHashMap<String, Object>();
      map.put("findings", findings.stream().map(DiagnoseCommand::asJson).toList());
      map.put("training", measured.training());
      map.put("outOfFold", measured.outOfFold());
      map.put("validation", measured.validation());
      map.put("twins", measured.twins());
      map.put("preprocessings", measured.preprocessings());
      measured.statistics().ifPresent(statistics -> map.put("statistics", statistics));
      measured.drift().ifPresent(drift -> map.put("drift", drift));
      Print.json(map);
      return;
    }
    System.out.printf(
        "right of the pictures it learned from %s, of held-out ones %s, of the validation part %s%n",
        measured.training(), measured.outOfFold(), measured.validation());
    for (Finding finding : findings) {
      System.out.printf("%s: %s%n    %s%n", finding.name(), finding.why(), finding.advice());
    }
  }

  private static LinkedHashMap<String, String> asJson(Finding finding) {
    var map = new LinkedHashMap<String, String>();
    map.put("name", finding.name());
    map.put("why", finding.why());
    map.put("advice", finding.advice());
    return map;
  }
}
