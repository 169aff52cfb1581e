package dev.graft.vision.bundle;

import dev.graft.vision.head.Novelty;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tells novelty in the bundles that a process holds: versions that name the same file share
 * one array, and it is fetched once for as long as any of them lives.
 */
public final class SharedNovelties {
  private final Map<String, WeakReference<Novelty>> known = new HashMap<>();

  /** By the file's digest, with the numbers that a manifest has beside it. */
  synchronized Optional<Novelty> find(String digest, double threshold, double rejectionRate) {
    WeakReference<Novelty> reference = known.get(digest);
    return Optional.ofNullable(reference == null ? null : reference.get())
        .filter(novelty -> Double.compare(novelty.threshold(), threshold) == 0)
        .filter(novelty -> Double.compare(novelty.rejectionRate(), rejectionRate) == 0);
  }

  synchronized void put(String digest, Novelty novelty) {
    known.values().removeIf(reference -> reference.get() == null);
    known.put(digest, new WeakReference<>(novelty));
  }
}
