package dev.graft.inference.serve;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.BundleFiles;
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

  /**
   * The same with a task's own tail in the place of the later stages.
   *
   * @param files where the tail's file lies
   * @throws BadWeightsException also if the tail is no part of that network, or not what its name
   *     says
   * @throws IOException also if the tail's file is missing
   */
  default LoadedBackbone load(BackboneSpec spec, Tail tail, BundleFiles files)
      throws BadWeightsException, IOException {
    throw new BadWeightsException("backbone " + spec.name() + " can't have another tail here");
  }
}
