package dev.graft.ingest.task;

import dev.graft.v1.HeadPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** What a task may want of its heads. */
final class HeadRules {
  private static final String KINDS =
      Arrays.stream(HeadPolicy.Kind.values())
          .filter(HeadRules::isOne)
          .map(HeadPolicy.Kind::name)
          .collect(Collectors.joining(", "));

  private HeadRules() {}

  /** All that is wrong with it. */
  static List<String> broken(HeadPolicy head) {
    var wrong = new ArrayList<String>();
    if (!head.getKindsList().stream().allMatch(HeadRules::isOne)) {
      wrong.add("head.kinds must be of " + KINDS);
    }
    if (new HashSet<>(head.getKindsValueList()).size() < head.getKindsCount()) {
      wrong.add("head.kinds names a kind twice");
    }
    if (head.getBalance() == HeadPolicy.Balance.UNRECOGNIZED) {
      wrong.add("head.balance must be AS_FOUND, WEIGHTS or CORRECTED");
    }
    double rate = head.getRejectionRate();
    if (head.hasRejectionRate() && !(rate >= 0 && rate < 1)) { // so that NaN fails too
      wrong.add("head.rejection_rate must be a fraction from 0 (never) to below 1");
    }
    return wrong;
  }

  private static boolean isOne(HeadPolicy.Kind kind) {
    return kind != HeadPolicy.Kind.KIND_UNSPECIFIED && kind != HeadPolicy.Kind.UNRECOGNIZED;
  }
}
