package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.pretrain.LinearProbe;
import dev.graft.vision.pretrain.PretrainOptions;
import dev.graft.vision.pretrain.Pretraining;
import dev.graft.vision.pretrain.ProbeSet;
import dev.graft.vision.pretrain.ProgressListener;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the weights of mini anew, and says what they are worth. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = "Trains the default backbone anew, on pictures that it draws itself.")
public final class Pretrain implements Runnable {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the weights, as safetensors. Nothing is trained without it.")
  private @Nullable Path out;

  @Option(names = "--seed", description = "Default: that of the shipped weights.")
  private @Nullable Long seed;

  @Option(names = "--steps", description = "Default: as many as the shipped weights took.")
  private @Nullable Integer steps;

  @Option(names = "--batch", description = "Pictures a step. Default: that of the shipped weights.")
  private @Nullable Integer batch;

  @Option(
      names = "--probe",
      paramLabel = "DIR",
      description =
          "Judge the weights by a linear head: DIR has train/CLASS and test/CLASS, or several such"
              + " folders. Without --out the shipped weights are judged.")
  private @Nullable Path probe;

  @Option(names = "--json", description = "Write JSON and show no progress.")
  private boolean json;

  /** One set's accuracies, as fractions. */
  record Row(String set, int train, int test, double accuracy, double randomWeights) {}

  @Override
  public void run() {
    if (out == null && probe == null) {
      throw new Failure("give --out FILE to train, --probe DIR to judge, or both");
    }
    // One thread: its sums have one order, so the same seed gives the same weights.
    VisionRuntime.configure(1);
    try (var exit = OrderlyExit.ofThisThread()) {
      var weights = out == null ? null : trained(out);
      if (probe != null) {
        judge(weights, probe);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } catch (IOException | BadWeightsException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] trained(Path file) throws InterruptedException, IOException {
    var options = options();
    List<NamedTensor> tensors;
    try (var bar = CountBar.of("pretrain", options.steps(), json)) {
      ProgressListener listener =
          progress -> {
            bar.stepTo(progress.step());
            bar.setExtraMessage("loss %.3f".formatted(progress.smoothLoss()));
          };
      tensors = Pretraining.run(options, listener);
    }
    var bytes = Pretraining.file(tensors);
    Files.write(file, bytes);
    System.err.printf(
        "wrote %s, %d KB, sha256 %s%n", file, bytes.length / 1024, Digests.sha256Hex(bytes));
    return bytes;
  }

  private PretrainOptions options() {
    var options = PretrainOptions.shipped();
    options = seed == null ? options : options.withSeed(seed);
    options = steps == null ? options : options.withSteps(steps);
    return batch == null ? options : options.withBatch(batch);
  }

  private void judge(byte @Nullable [] weights, Path folder)
      throws IOException, InterruptedException, BadWeightsException {
    var random = SafetensorsWriter.bytes(Pretraining.untrained(1));
    var rows = new ArrayList<Row>();
    for (var set : ProbeSet.allIn(folder)) {
      var row =
          new Row(
              set.name(),
              set.train().size(),
              set.test().size(),
              accuracy(weights, set),
              accuracy(random, set));
      rows.add(row);
      if (!json) {
        System.out.printf(
            "%-14s %5d + %-5d accuracy %.3f, with random weights %.3f%n",
            row.set(), row.train(), row.test(), row.accuracy(), row.randomWeights());
      }
    }
    if (json) {
      Print.json(rows);
    }
  }

  /** Of the shipped weights where none are given. */
  private static double accuracy(byte @Nullable [] weights, ProbeSet set)
      throws BadWeightsException, InterruptedException {
    WeightsSource source =
        digest -> new ByteArrayInputStream(weights == null ? new byte[0] : weights);
    var spec = new BackboneSpec("mini", weights == null ? "" : Digests.sha256Hex(weights));
    try (var backbone = Backbone.load(spec, source, Device.CPU)) {
      return LinearProbe.of(backbone, set).accuracy();
    }
  }
}
