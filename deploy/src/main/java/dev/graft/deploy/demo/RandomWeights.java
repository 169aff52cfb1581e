package dev.graft.deploy.demo;

import dev.graft.deploy.Failure;
import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.pretrain.LinearProbe;
import dev.graft.vision.pretrain.Pretraining;
import dev.graft.vision.pretrain.ProbeSet;
import dev.graft.vision.pretrain.ProbeSet.Example;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.util.List;

/** What the same network is worth before it has learned anything: the demo's baseline. */
final class RandomWeights {
  private static final long SEED = 1;

  private RandomWeights() {}

  /** Test accuracy of a head fitted on all train pictures, as the trainer would fit it. */
  static double accuracy(PictureSet pictures) {
    var file = SafetensorsWriter.bytes(Pretraining.untrained(SEED));
    var spec = new BackboneSpec("mini", Digests.sha256Hex(file));
    try (var backbone = Backbone.load(spec, digest -> new ByteArrayInputStream(file), Device.CPU)) {
      var set =
          new ProbeSet(
              "demo",
              pictures.classes(),
              examples(pictures, pictures.train()),
              examples(pictures, pictures.test()));
      return LinearProbe.of(backbone, set).accuracy();
    } catch (BadWeightsException e) {
      throw new IllegalStateException("weights of our own making are refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  private static List<Example> examples(PictureSet pictures, List<Sample> samples) {
    return samples.stream()
        .map(
            sample ->
                new Example(sample.encoded().get(), pictures.classes().indexOf(sample.className())))
        .toList();
  }
}
