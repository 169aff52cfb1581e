package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.Examination;
import dev.graft.deploy.lab.LabSet;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.diagnose.Diagnosis;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Why validation is worse than training. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description =
        "Explains a gap between training and validation pictures: the same picture in both, pictures prepared wrongly, BatchNorm's statistics, overfitting, parts of different kinds.")
public final class DiagnoseCommand implements Runnable {
  private static final List<String> OTHERS = List.of("validation", "val", "test");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "DIR/train/CLASS/* and DIR/validation/CLASS/* (or val, or test).")
  private Path images = Path.of("");

  @Option(
      names = "--against",
      paramLabel = "PART",
      description = "Folder to hold against train. Default: the first of validation, val, test.")
  private @Nullable String against;

  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Option(names = "--device", description = "auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}")
  private String device = "auto";

  @Option(names = "--json", description = "Print JSON and show no progress.")
  private boolean json;

  @Override
  public void run() {
    VisionRuntime.configure(1);
    var set = LabSet.parts(images, against == null ? other() : against);
    try (var bar = CountBar.of("pictures", set.pictures().size(), json)) {
      var examination = new Examination(set, weights.file(), VisionRuntime.device(device));
      print(examination.measure(bar::stepTo));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private String other() {
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
