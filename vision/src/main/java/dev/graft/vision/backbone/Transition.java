package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import dev.graft.vision.layer.Activation;
import dev.graft.vision.layer.BatchNorm2d;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Conv2d;
import dev.graft.vision.layer.Flow;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Pool;

/**
 * DenseNet's half of the channels on a quarter of the pixels. A 1x1 convolution and a mean of
 * pixels may change places, so a folded one pools first and convolves a quarter as much.
 */
final class Transition extends Layer {
  private final Chain narrow;
  private final Conv2d convolution;
  private final Pool pool = Pool.average(2, 2);
  private Chain whole;

  Transition(int channels) {
    this.convolution = Conv2d.plain(channels, channels / 2, 1, 1, 0);
    this.narrow =
        child("", new Chain().then("norm", new BatchNorm2d(channels)).then(Activation.relu()));
    child("conv", convolution);
    this.whole = new Chain().then(narrow).then(convolution).then(pool);
  }

  @Override
  public Flow flow(Flow in) {
    return whole.flow(in);
  }

  @Override
  public void fold() {
    super.fold();
    whole = new Chain().then(narrow).then(pool).then(convolution);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return whole.forward(x, pass);
  }
}
