package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One piece of a network: array in, array out. Our own and not DJL's Block, because a Block renames
 * weights, hides BatchNorm's statistics, and keeps training or not as a state.
 *
 * <p>Results belong to the manager of the input, so that closing the caller's manager frees them
 * all. Layers keep no state between calls but their weights, so many threads may infer at once.
 */
public abstract class Layer {
  private record Named<T>(String name, T value) {}

  private final List<Named<Weight>> weights = new ArrayList<>();
  private final List<Named<Layer>> children = new ArrayList<>();

  /** Never frees {@code x}; may return it. */
  public abstract NDArray forward(NDArray x, Pass pass);

  /** What {@link #forward} would make of an array of that shape, and the work it would take. */
  public abstract Flow flow(Flow in);

  /**
   * Merges what can be merged for inference alone (BatchNorm into the convolution before it).
   * Afterwards only {@link Pass#INFER} is allowed.
   */
  public void fold() {
    children.forEach(child -> child.value().fold());
  }

  /**
   * Takes over what the layer after it does, for inference alone: from then on this layer answers
   * what that one would, and that one lets everything pass.
   *
   * @return false if it can't, and nothing has changed
   */
  public boolean absorb(Layer next) {
    return false;
  }

  /** Whether nothing but the first of the tokens that it is given changes the answer. */
  public boolean readsFirstTokenOnly() {
    return false;
  }

  /** Declares a weight under its own name. */
  protected final Weight weight(Weight.Kind kind, Weight.Start start, String name, long... shape) {
    var weight = new Weight(kind, start, shape);
    weights.add(new Named<>(name, weight));
    return weight;
  }

  /** Declares a part; with an empty name its weights are named as if they were this layer's own. */
  protected final <L extends Layer> L child(String name, L layer) {
    children.add(new Named<>(name, layer));
    return layer;
  }

  /** Visits every weight in order of declaration under its full dotted name. */
  public final void eachWeight(String prefix, BiConsumer<String, Weight> visit) {
    weights.forEach(weight -> visit.accept(join(prefix, weight.name()), weight.value()));
    children.forEach(child -> child.value().eachWeight(join(prefix, child.name()), visit));
  }

  /** Visits this layer and all within it, outside in, each under its full dotted name. */
  public final void eachLayer(String prefix, BiConsumer<String, Layer> visit) {
    visit.accept(prefix, this);
    children.forEach(child -> child.value().eachLayer(join(prefix, child.name()), visit));
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() || name.isEmpty() ? prefix + name : prefix + "." + name;
  }
}
