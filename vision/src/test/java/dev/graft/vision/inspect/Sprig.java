package dev.graft.vision.inspect;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.ArchitectureFacts;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.WeightSet;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.FirstToken;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.LayerNorm;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.PatchTokens;
import dev.graft.vision.layer.Residual;
import dev.graft.vision.layer.SelfAttention;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/** A vision transformer small enough for a test: 4x4 patches, two layers. */
final class Sprig implements Architecture {
  private static final int WIDTH = 8;

  @Override
  public ArchitectureFacts facts() {
    var prepared = new WeightSet("NONE", Preprocessing.imagenet(16, 16));
    return new ArchitectureFacts("sprig", WIDTH, "layer_1", 16, List.of(prepared));
  }

  @Override
  public Network network(int classes) {
    var network =
        Network.builder()
            .stage("patches", "", new PatchTokens(4, WIDTH, 4))
            .stage("layer_0", layer())
            .stage("layer_1", layer())
            .embedding("ln", firstToken(), "class token, layer norm");
    if (classes > 0) {
      network.classifierOnEmbedding("head", new Linear(WIDTH, classes));
    }
    return network.build();
  }

  private static Layer firstToken() {
    return new Chain().then(new FirstToken()).then("", new LayerNorm(WIDTH, 1e-6f));
  }

  private static Layer layer() {
    return new Residual(
        "",
        new Chain()
            .then("ln_1", new LayerNorm(WIDTH, 1e-6f))
            .then("self_attention", new SelfAttention(WIDTH, 2)));
  }
}
