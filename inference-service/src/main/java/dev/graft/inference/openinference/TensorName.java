package dev.graft.inference.openinference;

import dev.graft.inference.predict.Refusal;
import java.util.Arrays;
import java.util.List;

/** The inputs that every task takes, one of them in a request. */
enum TensorName {
  /** Encoded pictures, {@code [n]} or {@code [n, 1]}. */
  IMAGE("BYTES", "[n] or [n, 1]"),
  /** As the network takes them, {@code [n, channels, height, width]}. */
  PIXELS("FP32", "[n, channels, height, width]"),
  /** {@code [n, width]}. */
  EMBEDDING("FP32", "[n, width]");

  final String datatype;
  private final String form;

  TensorName(String datatype, String form) {
    this.datatype = datatype;
    this.form = form;
  }

  static TensorName of(String name) {
    return Arrays.stream(values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "there is no input " + name + ": give one of IMAGE, PIXELS and EMBEDDING"));
  }

  void checkDatatype(String given) {
    if (!datatype.equals(given)) {
      throw Refusal.invalid(name() + " is of datatype " + datatype + ", not " + given);
    }
  }

  /** Refuses what cannot be its shape, whatever the version. */
  void checkShape(List<Long> shape) {
    var fits =
        switch (this) {
          case IMAGE -> shape.size() == 1 || shape.size() == 2 && shape.get(1) == 1;
          case PIXELS -> shape.size() == 4;
          case EMBEDDING -> shape.size() == 2;
        };
    if (!fits) {
      throw Refusal.invalid("the shape of " + name() + " is " + form + ", not " + shape);
    }
    if (shape.stream().anyMatch(length -> length < 0)) {
      throw Refusal.invalid(
          "the shape of "
              + name()
              + ", "
              + shape
              + ", has a negative length: say how many there are");
    }
    if (shape.contains(0L)) {
      throw Refusal.invalid("the shape of " + name() + ", " + shape + ", has no elements");
    }
  }
}
