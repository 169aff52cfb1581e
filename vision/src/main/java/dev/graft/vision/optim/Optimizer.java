package dev.graft.vision.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.graft.vision.layer.HostCopy;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Steps named parameters down their gradients. To be called with gradients switched off. A fresh
 * one is made for each phase of a training, so that a weight that begins to learn late begins like
 * any other.
 */
public abstract class Optimizer implements AutoCloseable {
  /**
   * @param state as many arrays as {@link #stateNames}, each shaped as the weight
   */
  private record Slot(Parameter parameter, List<NDArray> state) {}

  /** Numbers of a piece of a large weight: with its state it fits the cache of one core. */
  private static final long PIECE = 1 << 16;

  private final List<Slot> slots = new ArrayList<>();
  private final NDManager state;
  private final GradientClip clip;
  private long steps;

  Optimizer(NDManager owner, List<Parameter> parameters, GradientClip clip) {
    this.state = owner.newSubManager();
    this.clip = clip;
    for (Parameter parameter : parameters) {
      var arrays = new ArrayList<NDArray>();
      for (int i = 0; i < stateNames().size(); i++) {
        arrays.add(state.zeros(parameter.weight().array().getShape()));
      }
      slots.add(new Slot(parameter, arrays));
    }
  }

  /** What it remembers of each weight. */
  abstract List<String> stateNames();

  /** Is told the number of the step, counted from 1, before any weight of it. */
  void begin(long step) {}

  /** Moves one weight in place; may use the gradient up. */
  abstract void update(
      NDArray weight, NDArray gradient, List<NDArray> state, double rate, boolean decays);

  /**
   * Steps every weight down its gradient, and clears the gradients.
   *
   * @param rates by group
   * @return norm of all gradients together before clipping; NaN without clipping
   * @throws DivergedException if clipping is wanted and that norm is not finite
   */
  public final double step(double... rates) {
    var gradients = new ArrayList<NDArray>(); // new handles, each time they are asked for
    try {
      slots.forEach(slot -> gradients.add(slot.parameter().weight().array().getGradient()));
      double norm = clip.apply(gradients);
      begin(++steps);
      for (int i = 0; i < slots.size(); i++) {
        Parameter parameter = slots.get(i).parameter();
        NDArray weight = parameter.weight().array();
        double rate = rates[parameter.group()];
        inPieces(weight, gradients.get(i), slots.get(i).state(), rate, parameter.decays());
        parameter.weight().forgetGradient();
      }
      return norm;
    } finally {
      gradients.forEach(NDArray::close);
    }
  }

  /**
   * Piece by piece, so that one operator leaves its numbers in the cache for the next; on a GPU at
   * once, where each piece of an operator would be a start of its own.
   */
  private void inPieces(
      NDArray weight, NDArray gradient, List<NDArray> arrays, double rate, boolean decays) {
    long size = weight.size();
    if (size <= PIECE || weight.getDevice().isGpu()) {
      update(weight, gradient, arrays, rate, decays);
      return;
    }
    for (long from = 0; from < size; from += PIECE) {
      long to = Math.min(from + PIECE, size);
      try (NDManager views = state.newSubManager()) {
        NDArray part = piece(weight, from, to, views);
        NDArray slope = piece(gradient, from, to, views);
        var parts = new ArrayList<NDArray>();
        for (NDArray array : arrays) {
          parts.add(piece(array, from, to, views));
        }
        update(part, slope, parts, rate, decays);
      }
    }
  }

  /** Shares the array's memory; a gradient that does not lie in one row is copied. */
  private static NDArray piece(NDArray array, long from, long to, NDManager views) {
    NDArray flat = array.reshape(-1);
    flat.attach(views);
    NDArray piece = JniUtils.slice((PtNDArray) flat, 0, from, to, 1);
    piece.attach(views);
    return piece;
  }

  /** What it moves, in order. */
  final List<Parameter> parameters() {
    return slots.stream().map(Slot::parameter).toList();
  }

  /** Steps done so far. */
  public final long steps() {
    return steps;
  }

  /** All it remembers, as {@code NAME/WHAT}; the count of steps apart. */
  public final List<NamedTensor> state() {
    var tensors = new ArrayList<NamedTensor>();
    for (Slot slot : slots) {
      for (int i = 0; i < slot.state().size(); i++) {
        tensors.add(
            new NamedTensor(
                nameOf(slot, i),
                slot.parameter().weight().shape(),
                HostCopy.of(slot.state().get(i))));
      }
    }
    return tensors;
  }

  /**
   * Goes on from what {@link #state} and {@link #steps} once said.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another size
   */
  public final void restore(Map<String, NamedTensor> saved, long savedSteps) {
    for (Slot slot : slots) {
      for (int i = 0; i < slot.state().size(); i++) {
        NamedTensor tensor = saved.get(nameOf(slot, i));
        NDArray array = slot.state().get(i);
        if (tensor == null || tensor.values().length != array.size()) {
          throw new IllegalArgumentException(
              "the optimizer's state " + nameOf(slot, i) + " is missing or of another size");
        }
        try (NDArray values = state.create(tensor.values(), array.getShape())) {
          slot.state().set(i, values.duplicate());
        }
        array.close();
      }
    }
    steps = savedSteps;
  }

  private String nameOf(Slot slot, int index) {
    return slot.parameter().name() + "/" + stateNames().get(index);
  }

  /** Frees its state; the weights stay. */
  @Override
  public final void close() {
    state.close();
  }
}
