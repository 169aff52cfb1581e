package dev.graft.inference.serve;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.ProbePicture;
import dev.graft.vision.tensors.SafetensorsWriter;

/** The mini network with random weights, in a store: a real backbone that is quick to make. */
public final class RandomMini {

  private RandomMini() {}

  /** Puts its weights into the store. */
  public static BackboneSpec store(BlobStore blobs) {
    var network = Architectures.find("mini").orElseThrow().network(0);
    try (var owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 1);
      var weights = SafetensorsWriter.bytes(NetworkWeights.copy(network));
      var digest = Digests.sha256Hex(weights);
      blobs.create(Keys.blob(digest), weights);
      return new BackboneSpec("mini", digest);
    }
  }

  /** What it makes of the probe picture. */
  public static PictureProbe probe(BackboneSpec spec, BlobStore blobs) {
    try (var backbone = Backbone.load(spec, new StoredBundles(blobs), Device.CPU)) {
      return ProbePicture.of(backbone);
    } catch (BadWeightsException e) {
      throw new IllegalStateException(e);
    }
  }

  public static int width() {
    return Architectures.find("mini").orElseThrow().width();
  }
}
