package dev.graft.vision.backbone;

import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.FirstToken;
import dev.graft.vision.layer.LayerNorm;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.PatchTokens;
import dev.graft.vision.layer.TransformerBlock;
import java.util.List;

/**
 * Dosovitskiy et al. 2021, "An image is worth 16x16 words: transformers for image recognition at
 * scale", table 1, ViT-Base with patches of 16. An embedding is the class token, normalised. Inputs
 * are of any size that divides into patches; positions for other sizes than the weights' are
 * interpolated.
 */
final class VisionTransformerB16 implements Architecture {
  private static final int PATCH = 16;
  private static final int GRID = 14;
  private static final int LAYERS = 12;
  private static final int WIDTH = 768;
  private static final int HEADS = 12;
  private static final int HIDDEN = 3072;
  private static final float EPSILON = 1e-6f;

  /**
   * Cut after eight of twelve. Of positions learned on 14x14 patches, fewer would be a poor sample.
   */
  private static final ArchitectureFacts FACTS =
      new ArchitectureFacts(
          "vit_b_16",
          WIDTH,
          "encoder_layer_8",
          PATCH * GRID,
          List.of(
              WeightSet.bilinear("IMAGENET1K_V1", 256, 224),
              WeightSet.bicubic("IMAGENET1K_SWAG_LINEAR_V1", 224, 224),
              WeightSet.bicubic("IMAGENET1K_SWAG_E2E_V1", 384, 384)));

  @Override
  public ArchitectureFacts facts() {
    return FACTS;
  }

  @Override
  public int sizeMultiple() {
    return PATCH;
  }

  @Override
  public String weightName(String inFile) {
    return TimmNames.visionTransformer(inFile);
  }

  @Override
  public Network network(int classes) {
    var network = Network.builder();
    network.stage("patches", "", new PatchTokens(PATCH, WIDTH, GRID));
    for (int i = 0; i < LAYERS; i++) {
      network.stage(
          "encoder_layer_" + i,
          "encoder.layers.encoder_layer_" + i,
          new TransformerBlock(WIDTH, HEADS, HIDDEN, EPSILON));
    }
    network.embedding(
        "encoder.ln",
        new Chain().then(new FirstToken()).then("", new LayerNorm(WIDTH, EPSILON)),
        "class token, layer norm");
    if (classes > 0) {
      network.classifierOnEmbedding("heads.head", new Linear(WIDTH, classes));
    }
    return network.build();
  }
}
