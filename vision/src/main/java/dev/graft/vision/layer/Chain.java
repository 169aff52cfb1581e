package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Layers one after the other. */
public final class Chain extends Layer {
  private final List<Layer> layers = new ArrayList<>();

  /** A stage of equal blocks, named by their numbers from 0 on. */
  public static Chain repeated(int times, Supplier<Layer> block) {
    return repeated(times, block.get(), block);
  }

  /**
   * A stage of blocks, named by their numbers from 0 on.
   *
   * @param first the one that changes the map's shape
   * @param another makes each that follows
   */
  public static Chain repeated(int times, Layer first, Supplier<Layer> another) {
    var blocks = new Chain().then("0", first);
    for (int i = 1; i < times; i++) {
      blocks.then("" + i, another.get());
    }
    return blocks;
  }

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
  public boolean readsFirstTokenOnly() {
    return !layers.isEmpty() && layers.get(0).readsFirstTokenOnly();
  }

  @Override
  public void fold() {
    super.fold();
    int next = 1;
    while (next < layers.size()) {
      if (layers.get(next - 1).absorb(layers.get(next))) {
        layers.remove(next);
      } else {
        next++;
      }
    }
  }
}
