package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Layers one after the other. */
public final class Chain extends Layer {
  private final List<Layer> layers = new ArrayList<>();

  /** Adds a layer that has weights, under its name in the chain. */
  public Chain then(String name, Layer layer) {
    layers.add(child(name, layer));
    return this;
  }

  /** Adds a layer without a name of its own. */
  public Chain then(Layer layer) {
    return then("", layer);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    NDArray at = x;
    for (Layer layer : layers) {
      NDArray next = layer.forward(at, pass);
      if (at != x && next != at) {
        pass.done(at);
      }
      at = next;
    }
    return at;
  }

  @Override
  public Flow flow(Flow in) {
    Flow at = in;
    for (Layer layer : layers) {
      at = layer.flow(at);
    }
    return at;
  }

  @Override
  public void fold() {
    super.fold();
    for (int i = layers.size() - 1; i > 0; i--) {
      if (layers.get(i - 1).absorb(layers.get(i))) {
        layers.remove(i);
      }
    }
  }
}
