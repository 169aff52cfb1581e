package dev.graft.vision.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.vision.head.Balance;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was wanted of the heads, as the manifest says it.
 *
 * @param kinds by their words, from the simplest on
 * @param rejectionRate absent where nothing was to be learned of novelty
 */
record PolicyEntry(
    List<String> kinds,
    Balance balance,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double rejectionRate) {
  /** Null for softmax and nothing else, which is what bundles were before there was a choice. */
  static @Nullable PolicyEntry of(HeadPolicy policy) {
    if (policy.equals(HeadPolicy.of(HeadKind.SOFTMAX))) {
      return null;
    }
    var rate = policy.rejectionRate();
    return new PolicyEntry(
        policy.kinds().stream().sorted().map(HeadKind::word).toList(),
        policy.balance(),
        rate.isPresent() ? rate.getAsDouble() : null);
  }

  /** Jackson leaves null what a file leaves out, whatever the types promise. */
  @SuppressWarnings("ConstantValue")
  HeadPolicy read() {
    if (kinds == null || balance == null) {
      throw new IllegalArgumentException("it names no kinds or no balance");
    }
    Double rate = rejectionRate;
    return new HeadPolicy(
        kinds.stream().map(HeadKind::of).collect(Collectors.toSet()),
        balance,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate));
  }
}
