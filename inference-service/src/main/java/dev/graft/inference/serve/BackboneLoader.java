package dev.graft.inference.serve;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import java.io.IOException;

/** Brings a backbone into memory. */
@FunctionalInterface
public interface BackboneLoader {

  /**
   * Loads, and warms up.
   *
   * @throws BadWeightsException the weights are not what their name says, or there is no such
   *     network
   * @throws IOException the store is broken, which says nothing of the weights
   */
  LoadedBackbone load(BackboneSpec spec) throws BadWeightsException, IOException;
}
