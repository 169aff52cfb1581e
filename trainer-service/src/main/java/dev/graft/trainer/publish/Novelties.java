package dev.graft.trainer.publish;

import dev.graft.vision.head.Novelty;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What told novelty in the versions that were made or asked for last, up to a bound. */
final class Novelties {
  private static final long MOST_VALUES = 32L << 20; // floats: 128 MiB

  /** What a version tells it by, if it does. */
  record Told(Optional<Novelty> novelty) {
    long values() {
      return novelty.map(each -> (long) each.width() * each.columns()[0].length).orElse(1L);
    }
  }

  private final Map<String, Told> known = new LinkedHashMap<>(16, 0.75f, true);
  private long values;

  synchronized void remember(String bundleDigest, Optional<Novelty> novelty) {
    forget(bundleDigest);
    Told told = new Told(novelty);
    known.put(bundleDigest, told);
    values += told.values();
    Iterator<Told> oldest = known.values().iterator();
    while (values > MOST_VALUES && known.size() > 1) {
      values -= oldest.next().values();
      oldest.remove();
    }
  }

  /** No fit will start from this version any more. */
  synchronized void forget(String bundleDigest) {
    @Nullable Told before = known.remove(bundleDigest);
    if (before != null) {
      values -= before.values();
    }
  }

  /** Empty where it is not known here. */
  synchronized Optional<Told> find(String bundleDigest) {
    return Optional.ofNullable(known.get(bundleDigest));
  }
}
