package dev.graft.vision.layer;

/**
 * The brick of most convolutional networks: a convolution without bias, padded to keep the size at
 * stride 1, BatchNorm, and perhaps an activation. torchvision's Conv2dNormActivation, and named as
 * it: {@code 0} and {@code 1}.
 *
 * @param epsilon of BatchNorm
 */
public record ConvNorm(float epsilon) {
  /** PyTorch's epsilon. */
  public static final ConvNorm DEFAULT = new ConvNorm(1e-5f);

  public Chain of(int in, int out, int kernel, int stride, int groups) {
    return new Chain()
        .then("0", Conv2d.grouped(in, out, kernel, stride, kernel / 2, groups))
        .then("1", new BatchNorm2d(out, epsilon));
  }

  public Chain of(int in, int out, int kernel, int stride, int groups, Activation activation) {
    return of(in, out, kernel, stride, groups).then(activation);
  }
}
