package dev.graft.vision.backbone;

import dev.graft.vision.tensors.Dtype;
import java.util.Set;

/**
 * What a file of weights is, every number of its feature part having been looked at.
 *
 * @param digest sha256 of the file, in hex
 * @param classes width of its classifier; 0 if it has none
 * @param renamed whether it uses other names than torchvision's of today
 * @param dtypes of the feature part
 */
public record CheckedWeights(
    Architecture architecture, String digest, int classes, boolean renamed, Set<Dtype> dtypes) {
  public CheckedWeights {
    dtypes = Set.copyOf(dtypes);
  }
}
