package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.head.Softmax;
import dev.graft.vision.inspect.GradCam;
import dev.graft.vision.inspect.HeatMap;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.picture.PngEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a prediction looked at. */
@Command(
    name = "gradcam",
    mixinStandardHelpOptions = true,
    description =
        "Draws what a prediction looked at: Grad-CAM (Selvaraju et al. 2017), laid over the part of the picture that the network saw, dark violet where nothing spoke for the class, light yellow where most did. Of a version of a task that runs, or, with --backbone, of a network by itself with the classifier of its weights.")
final class InspectGradcam implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private WeightsOption weights = new WeightsOption();

  @Parameters(paramLabel = "IMAGE", description = "A picture.")
  private Path image = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The PNG to write.")
  private Path out = Path.of("");

  @Option(names = "--task", paramLabel = "ID", description = "The task. Default: the only one.")
  private @Nullable String task;

  @Option(
      names = "--version-pin",
      paramLabel = "N",
      description = "Of this version. Default: the one that serves.")
  private @Nullable Long version;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "No task and no system, but this network and --weights.")
  private @Nullable String backbone;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Names of the classes of --weights, one a line. Default: their numbers.")
  private @Nullable Path classes;

  @Option(
      names = "--class",
      paramLabel = "NAME|INDEX",
      description = "What speaks for this class. Default: the predicted one.")
  private @Nullable String wanted;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description =
          "Whose output is looked at; `graft backbone show` lists them. Default: the last whose places reach the answer.")
  private @Nullable String stage;

  @Override
  public void run() {
    if (backbone == null && (weights.given() || classes != null)) {
      throw new Failure("--weights and --classes go with --backbone NAME");
    }
    if (backbone != null && (task != null || version != null)) {
      throw new Failure("--task and --version-pin do not go with --backbone");
    }
    try {
      var picture = picture();
      VisionRuntime.configure(Runtime.getRuntime().availableProcessors());
      try (var opened = open()) {
        look(opened, picture);
      }
    } catch (IOException | BadWeightsException | BadBundleException | IllegalArgumentException e) {
      throw new Failure(WeightsOption.sentence(e), e);
    }
  }

  private Picture picture() throws IOException {
    var decoded = new PictureDecoder(PictureLimits.DEFAULT).decode(Files.readAllBytes(image));
    if (decoded instanceof Decoded.Readable readable) {
      return readable.picture();
    }
    throw new Failure(
        "%s can't be read: %s".formatted(image, ((Decoded.Unreadable) decoded).reason()));
  }

  private OpenedClassifier open() throws BadBundleException, BadWeightsException, IOException {
    if (backbone == null) {
      return OpenedClassifier.ofTask(system, task, version);
    }
    var architecture = WeightsOption.architecture(backbone);
    return OpenedClassifier.ofWeights(architecture, weights.of(architecture, system), classes);
  }

  private void look(OpenedClassifier opened, Picture picture) throws IOException {
    var network = opened.network();
    int side = opened.preprocessing().crop();
    float[] prepared = opened.preprocessing().tensor(picture);
    float[] probabilities = Softmax.of(network.logits(prepared, side), opened.temperature());
    int target = wanted == null ? Softmax.largest(probabilities) : opened.index(wanted);
    String at = stage == null ? network.lastTelling() : stage;
    HeatMap heat = GradCam.of(network, prepared, side, at, target);
    var seen = new Picture(side, side, opened.preprocessing().squares(picture).get(0));
    Files.write(out, PngEncoder.png(heat.over(seen)));
    System.out.printf(
        "%s: %s (%.1f %%), %s, stage %s, map %dx%d%s; wrote %s%n",
        image,
        opened.classes().get(target),
        100 * probabilities[target],
        opened.what(),
        at,
        heat.height(),
        heat.width(),
        heat.hottest() == 0 ? ", where nothing speaks for the class" : "",
        out);
  }
}
