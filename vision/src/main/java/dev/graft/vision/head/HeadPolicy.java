package dev.graft.vision.head;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a task wants of its heads.
 *
 * @param kinds that may be fitted; of several, folds of the examples choose
 * @param balance what is done about classes of very different size
 * @param rejectionRate largest share of the task's own new pictures that may be called unknown,
 *     between 0 and 1; empty: nothing is learned about what is unknown
 */
public record HeadPolicy(Set<HeadKind> kinds, Balance balance, OptionalDouble rejectionRate) {
  public HeadPolicy {
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("at least one kind of head is needed");
    }
    if (rejectionRate.isPresent()
        && !(rejectionRate.getAsDouble() > 0 && rejectionRate.getAsDouble() < 1)) {
      throw new IllegalArgumentException("a rejection rate must lie between 0 and 1");
    }
  }

  /** One kind, classes as they are, and nothing learned about what is unknown. */
  public static HeadPolicy of(HeadKind kind) {
    return new HeadPolicy(Set.of(kind), Balance.AS_FOUND, OptionalDouble.empty());
  }

  public HeadPolicy rejecting(OptionalDouble rate) {
    return new HeadPolicy(kinds, balance, rate);
  }

  /** Whether what a fit by the other policy chose is what this one would have had it choose. */
  public boolean choosesLike(HeadPolicy other) {
    return kinds.equals(other.kinds) && balance == other.balance;
  }

  /** A fit that chooses. */
  public HeadOptions choosing() {
    return HeadOptions.choosing(kinds).balanced(balance);
  }
}
