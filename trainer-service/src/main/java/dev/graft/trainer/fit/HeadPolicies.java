package dev.graft.trainer.fit;

import dev.graft.v1.TaskSpec;
import dev.graft.vision.head.Balance;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.NoveltyFit;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/** Between the wire's words for heads and vision's. */
final class HeadPolicies {
  private HeadPolicies() {}

  /**
   * What a task wants of its heads; softmax that tells novelty, unless it says otherwise.
   *
   * @throws IllegalArgumentException it asks for what this program does not know
   */
  static HeadPolicy of(TaskSpec spec) {
    var wire = spec.getHead();
    double rate = wire.hasRejectionRate() ? wire.getRejectionRate() : NoveltyFit.USUAL_RATE;
    return new HeadPolicy(
        kinds(wire),
        balance(wire.getBalance()),
        rate == 0 ? OptionalDouble.empty() : OptionalDouble.of(rate));
  }

  private static Set<HeadKind> kinds(dev.graft.v1.HeadPolicy wire) {
    EnumSet<HeadKind> kinds = EnumSet.noneOf(HeadKind.class);
    for (int number : wire.getKindsValueList()) {
      var kind = dev.graft.v1.HeadPolicy.Kind.forNumber(number);
      if (kind == null || kind == dev.graft.v1.HeadPolicy.Kind.KIND_UNSPECIFIED) {
        throw new IllegalArgumentException("no kind of head with number " + number + " is known");
      }
      kinds.add(HeadKind.valueOf(kind.name()));
    }
    return kinds.isEmpty() ? EnumSet.of(HeadKind.SOFTMAX) : kinds;
  }

  private static Balance balance(dev.graft.v1.HeadPolicy.Balance wire) {
    return switch (wire) {
      case BALANCE_UNSPECIFIED, AS_FOUND -> Balance.AS_FOUND;
      case WEIGHTS -> Balance.WEIGHTS;
      case CORRECTED -> Balance.CORRECTED;
      case UNRECOGNIZED ->
          throw new IllegalArgumentException("no such balance of classes is known");
    };
  }

  static dev.graft.v1.HeadPolicy.Kind wire(HeadKind kind) {
    return dev.graft.v1.HeadPolicy.Kind.valueOf(kind.name());
  }
}
