package dev.graft.vision.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.graft.vision.layer.HostCopy;
import java.util.List;

/**
 * Shortens the gradient of all weights together to a length; PyTorch's clip_grad_norm_.
 *
 * @param longest L2 norm that is let through; infinite for no clipping
 * @param epsilon added to the norm that is divided by
 */
public record GradientClip(double longest, double epsilon) {
  /** Leaves gradients as they are, and does not measure them. */
  public static final GradientClip NONE = new GradientClip(Double.POSITIVE_INFINITY, 0);

  /** With PyTorch's epsilon. */
  public static GradientClip of(double longest) {
    return new GradientClip(longest, 1e-6);
  }

  /**
   * Shortens them in place if they are too long.
   *
   * @return the norm they had; NaN if nobody asked
   */
  double apply(List<NDArray> gradients) {
    if (Double.isInfinite(longest)) {
      return Double.NaN;
    }
    double norm = norm(gradients);
    if (!Double.isFinite(norm)) {
      throw new DivergedException("a gradient is not finite");
    }
    double scale = longest / (norm + epsilon);
    if (scale < 1) {
      gradients.forEach(gradient -> gradient.muli(scale));
    }
    return norm;
  }

  private static double norm(List<NDArray> gradients) {
    try (var squares = new NDList()) {
      for (NDArray gradient : gradients) {
        try (NDArray square = gradient.square()) {
          squares.add(square.sum());
        }
      }
      try (NDArray all = NDArrays.stack(squares)) { // read once: each read waits for the device
        double sum = 0;
        for (float square : HostCopy.of(all)) {
          sum += square;
        }
        return Math.sqrt(sum);
      }
    }
  }
}
