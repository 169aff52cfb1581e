package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions that {@link Activation} is made of, as PyTorch computes each in one pass. */
enum ElementFunction {
  RELU(""),
  SIGMOID(""),
  GELU(""),
  SILU(""),
  /** relu6: clipped between 0 and 6. */
  HARDTANH(", 0., 6."),
  HARDSIGMOID(""),
  HARDSWISH("");

  private final String constants; // after the array, in TorchScript

  ElementFunction(String constants) {
    this.constants = constants;
  }

  /** PyTorch's name of it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A new array; it belongs to the owner of {@code x}. */
  NDArray of(NDArray x) {
    return Scripted.ALL.call(x.getManager(), word(), List.of(x));
  }

  /** Writes the answers over the numbers. */
  void overwrite(NDArray x) {
    Scripted.ALL.overwrite(word() + "_", x);
  }

  /** Compiled when the first of them is wanted. */
  private static final class Scripted {
    private static final Script ALL = Script.of(functions());

    private static List<Script.Function> functions() {
      var functions = new ArrayList<Script.Function>();
      for (ElementFunction function : values()) {
        for (String name : List.of(function.word(), function.word() + "_")) {
          String answer = "torch.%s(x%s)".formatted(name, function.constants);
          functions.add(new Script.Function(name, "x: Tensor", answer));
        }
      }
      return functions;
    }
  }
}
