package dev.graft.vision.inspect;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;

/**
 * What an answer looked at: Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep
 * networks via gradient-based localization", equations 1 and 2. Each channel of a stage's map
 * weighs as much as the class's logit rises with it, on average over the map; heat is the weighted
 * sum where it speaks for the class.
 *
 * <p>It takes the one gradient tape that a process has: nothing else may learn meanwhile.
 */
public final class GradCam {
  private GradCam() {}

  /**
   * What a class's logit owes to each place of a stage's map.
   *
   * @param prepared {@code [3, side, side]}
   * @param stage whose output is looked at
   * @param target index of the class
   * @throws IllegalArgumentException if there is no such stage or class, or the logit depends on
   *     nothing that leaves the stage
   */
  public static HeatMap of(
      ClassifyingNetwork network, float[] prepared, int side, String stage, int target) {
    if (target < 0 || target >= network.classes()) {
      throw new IllegalArgumentException(
          "there is no class %d among %d".formatted(target, network.classes()));
    }
    try (NDManager scratch = network.scratch()) {
      NDArray map = network.until(stage, network.input(scratch, prepared, side));
      map.setRequiresGradient(true);
      float[] gradient = gradient(network, stage, map, target);
      return heat(stage, map.getShape(), map.toFloatArray(), gradient);
    }
  }

  /** Of the class's logit with respect to the stage's output, in its shape. */
  private static float[] gradient(
      ClassifyingNetwork network, String stage, NDArray map, int target) {
    boolean before = JniUtils.isGradMode();
    try (GradientCollector tape = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray logits = network.after(stage, map); // [1, classes]
      tape.backward(logits.get(new NDIndex(0, target)));
      try (NDArray gradient = map.getGradient()) { // a new handle each time
        return gradient.toFloatArray();
      }
    } finally {
      JniUtils.setGradMode(before); // a tape leaves it as it likes
    }
  }

  private static HeatMap heat(String stage, Shape shape, float[] map, float[] gradient) {
    boolean tokens = shape.dimension() == 3;
    int channels = (int) shape.get(tokens ? 2 : 1);
    int places = map.length / channels - (tokens ? 1 : 0); // the class token is no place
    var heat = new double[places];
    boolean any = false;
    for (int channel = 0; channel < channels; channel++) {
      double weight = 0;
      for (int place = 0; place < places; place++) {
        float slope = gradient[at(tokens, channels, places, channel, place)];
        any |= slope != 0;
        weight += slope;
      }
      weight /= places;
      for (int place = 0; place < places; place++) {
        heat[place] += weight * map[at(tokens, channels, places, channel, place)];
      }
    }
    if (!any) {
      throw new IllegalArgumentException(
          "the class's logit does not depend on what leaves %s; take another stage"
              .formatted(stage));
    }
    int height = tokens ? (int) Math.round(Math.sqrt(places)) : (int) shape.get(2);
    var values = new float[places];
    for (int place = 0; place < places; place++) {
      values[place] = (float) Math.max(0, heat[place]);
    }
    return new HeatMap(height, places / height, values);
  }

  /** Index in {@code [1, channels, height, width]} or {@code [1, 1 + places, channels]}. */
  private static int at(boolean tokens, int channels, int places, int channel, int place) {
    return tokens ? (1 + place) * channels + channel : channel * places + place;
  }
}
