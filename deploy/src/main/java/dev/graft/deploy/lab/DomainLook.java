package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import java.nio.file.Path;

/** How far the pictures of a folder lie from those that a network was trained on. */
public final class DomainLook {
  private static final int PICTURES = 128;

  private DomainLook() {}

  /**
   * Looks at some pictures of the folder, by lot.
   *
   * @throws Failure if the network has nothing to measure with, or a picture can't be read
   */
  public static DomainDistance at(Path folder, WeightsFile weights, Device device, long seed) {
    if (!DomainProbe.canMeasure(weights.architecture())) {
      throw new Failure(
          "%s has no BatchNorm, so it does not remember what it was trained on: nothing can be measured, pass --domain near or --domain far"
              .formatted(weights.backbone()));
    }
    try (DomainProbe probe = weights.load(device, DomainProbe::load)) {
      var pictures = PictureSample.of(folder, PICTURES, seed, probe.architecture().preprocessing());
      return DomainDistance.between(probe.of(pictures), probe.trainedOn());
    }
  }
}
