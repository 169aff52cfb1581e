package dev.graft.vision.own;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.ArchitectureFacts;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.WeightSet;
import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.ConvNorm;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Residual;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/** A network that nobody published: this class, and its name among the services, is all of it. */
public final class Twig implements Architecture {
  @Override
  public ArchitectureFacts facts() {
    var prepared = new WeightSet("NONE", Preprocessing.imagenet(16, 16));
    return new ArchitectureFacts("twig", 8, "leaf", 4, List.of(prepared));
  }

  @Override
  public Network network(int classes) {
    var network =
        Network.builder()
            .stage("stem", ConvNorm.DEFAULT.of(3, 8, 3, 2, 1, Activation.silu()))
            .stage(
                "leaf",
                new Residual("", new Chain().then("block", ConvNorm.DEFAULT.of(8, 8, 3, 1, 8))))
            .embedding("", Pool.globalAverage(), "mean");
    if (classes > 0) {
      network.classifierOnEmbedding("head", new Linear(width(), classes));
    }
    return network.build();
  }
}
