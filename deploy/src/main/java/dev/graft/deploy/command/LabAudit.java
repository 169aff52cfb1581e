package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.LabelChanges;
import dev.graft.vision.backbone.VisionRuntime;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which changes of a picture keep its label. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description =
        "Lists classes whose answers change when held-back pictures are cropped, mirrored, turned,"
            + " coloured or partly blanked. Either the change makes another class of them (a"
            + " mirrored b is a d), or the network is unsure of the class: look, and say with"
            + " --tune-keeps of `graft task create` what keeps labels.")
final class LabAudit implements Runnable {
  @Mixin private WeightsOptions weights = new WeightsOptions();

  @Mixin private LabPictures pictures = new LabPictures();

  @Option(
      names = "--least",
      paramLabel = "SHARE",
      description = "Leave out what changes fewer answers. Default: ${DEFAULT-VALUE}")
  private double least = 0.2;

  @Option(names = "--device", description = "auto, cpu or cuda:N. Default: ${DEFAULT-VALUE}")
  private String device = "auto";

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Override
  public void run() {
    VisionRuntime.configure(1); // a pass on each core
    if (!(least >= 0 && least <= 1)) {
      throw new Failure("--least wants a share from 0 to 1");
    }
    var set = pictures.read();
    try (var exit = OrderlyExit.ofThisThread()) {
      print(LabelChanges.of(weights.file(), set, VisionRuntime.device(device), least));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private void print(List<LabelChanges.Row> rows) {
    if (json) {
      Print.json(rows);
      return;
    }
    if (rows.isEmpty()) {
      System.out.printf("no change makes %.0f %% of a class's answers others%n", 100 * least);
    }
    for (var row : rows) {
      System.out.printf(
          "%-12s %-20s %3.0f %% of %d answers changed, most into %s%n",
          row.change(), row.className(), 100 * row.changed(), row.pictures(), row.into());
    }
  }
}
