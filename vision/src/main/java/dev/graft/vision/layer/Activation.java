package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;

/** A function of each number by itself. */
public final class Activation extends Layer {
  private final BiFunction<NDArray, Pass, NDArray> function;

  private Activation(BiFunction<NDArray, Pass, NDArray> function) {
    this.function = function;
  }

  public static Activation relu() {
    return new Activation((x, pass) -> x.getNDArrayInternal().relu());
  }

  public static Activation relu6() {
    return new Activation(
        (x, pass) -> pass == Pass.INFER ? Numbers.ZERO_TO_SIX.of(x) : x.clip(0, 6));
  }

  public static Activation sigmoid() {
    return new Activation((x, pass) -> x.getNDArrayInternal().sigmoid());
  }

  /** The exact form with the error function, not tanh's approximation. */
  public static Activation gelu() {
    return new Activation((x, pass) -> x.getNDArrayInternal().gelu());
  }

  /** x * sigmoid(x), also called swish: Ramachandran et al. 2017. */
  public static Activation silu() {
    return new Activation((x, pass) -> gated(x.getNDArrayInternal().sigmoid(), x, pass));
  }

  /** relu6(x + 3) / 6: Howard et al. 2019, section 5.2. */
  public static Activation hardSigmoid() {
    return new Activation((x, pass) -> sixth(clipped(x, pass), pass));
  }

  /** x * relu6(x + 3) / 6: Howard et al. 2019, section 5.2. */
  public static Activation hardSwish() {
    return new Activation((x, pass) -> sixth(gated(clipped(x, pass), x, pass), pass));
  }

  /** relu6(x + 3), as clip(x) + 3, which can be added in place. */
  private static NDArray clipped(NDArray x, Pass pass) {
    return pass == Pass.INFER
        ? Numbers.AROUND_ZERO.of(x).addi(Numbers.THREE.with(x))
        : x.clip(-3, 3).add(3);
  }

  private static NDArray gated(NDArray gate, NDArray x, Pass pass) {
    return pass == Pass.INFER ? gate.muli(x) : gate.mul(x);
  }

  private static NDArray sixth(NDArray x, Pass pass) {
    return pass == Pass.INFER ? x.divi(Numbers.SIX.with(x)) : x.div(6);
  }

  /** Made once: DJL makes an array of every number in every call, which costs more than adding. */
  private static final class Numbers {
    private static final Clip ZERO_TO_SIX = new Clip(0, 6);
    private static final Clip AROUND_ZERO = new Clip(-3, 3);
    private static final KeptNumber THREE = new KeptNumber(3);
    private static final KeptNumber SIX = new KeptNumber(6);
  }

  @Override
  public Flow flow(Flow in) {
    return in;
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return function.apply(x, pass);
  }
}
