package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A function of each number by itself. */
public final class Activation extends Layer {
  private final ElementFunction function;
  private final UnaryOperator<NDArray> traced; // the same in operators that DJL has gradients of
  private boolean absorbed;

  private Activation(ElementFunction function, UnaryOperator<NDArray> traced) {
    this.function = function;
    this.traced = traced;
  }

  public static Activation relu() {
    return new Activation(ElementFunction.RELU, x -> x.getNDArrayInternal().relu());
  }

  public static Activation relu6() {
    return new Activation(ElementFunction.HARDTANH, x -> x.clip(0, 6));
  }

  public static Activation sigmoid() {
    return new Activation(ElementFunction.SIGMOID, x -> x.getNDArrayInternal().sigmoid());
  }

  /** The exact form with the error function, not tanh's approximation. */
  public static Activation gelu() {
    return new Activation(ElementFunction.GELU, x -> x.getNDArrayInternal().gelu());
  }

  /** x * sigmoid(x), also called swish: Ramachandran et al. 2017. */
  public static Activation silu() {
    return new Activation(ElementFunction.SILU, x -> x.getNDArrayInternal().sigmoid().mul(x));
  }

  /** relu6(x + 3) / 6: Howard et al. 2019, section 5.2. */
  public static Activation hardSigmoid() {
    return new Activation(ElementFunction.HARDSIGMOID, x -> x.clip(-3, 3).add(3).div(6));
  }

  /** x * relu6(x + 3) / 6: Howard et al. 2019, section 5.2. */
  public static Activation hardSwish() {
    return new Activation(ElementFunction.HARDSWISH, x -> x.clip(-3, 3).add(3).mul(x).div(6));
  }

  @Override
  public Flow flow(Flow in) {
    return in;
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    if (absorbed) {
      return x;
    }
    return pass == Pass.INFER ? function.of(x) : traced.apply(x);
  }

  boolean isAbsorbed() {
    return absorbed;
  }

  /** The layer before does it from now on. */
  ElementFunction absorbed() {
    absorbed = true;
    return function;
  }
}
