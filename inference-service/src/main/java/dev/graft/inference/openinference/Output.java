package dev.graft.inference.openinference;

import dev.graft.inference.predict.Refusal;
import dev.graft.openinference.ModelInferRequest.InferRequestedOutputTensor;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** What every task gives. */
enum Output {
  /** {@code [n, classes]}. */
  PROBABILITIES("FP32"),
  /** Name of the most probable class, {@code [n]}. */
  CLASS("BYTES"),
  /** {@code [n, width]}; only if asked for. */
  EMBEDDING("FP32");

  /** Of parameters that would change what comes back; all others are hints, and ignored. */
  private static final List<String> NOT_SERVED = List.of("classification", "shared_memory_region");

  final String datatype;

  Output(String datatype) {
    this.datatype = datatype;
  }

  /** In the order in which they were asked for. */
  static List<Output> wanted(List<InferRequestedOutputTensor> requested) {
    if (requested.isEmpty()) {
      return List.of(PROBABILITIES, CLASS);
    }
    var wanted = new LinkedHashSet<Output>();
    for (var each : requested) {
      for (var parameter : NOT_SERVED) {
        if (each.containsParameters(parameter)) {
          throw Refusal.invalid(
              "output "
                  + each.getName()
                  + " is wanted with "
                  + parameter
                  + ", which is not served");
        }
      }
      if (!wanted.add(of(each.getName()))) {
        throw Refusal.invalid("output " + each.getName() + " is asked for twice");
      }
    }
    return List.copyOf(wanted);
  }

  private static Output of(String name) {
    return Arrays.stream(values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "there is no output "
                        + name
                        + ": ask for some of PROBABILITIES, CLASS and EMBEDDING"));
  }
}
