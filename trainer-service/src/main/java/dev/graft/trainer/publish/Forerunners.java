package dev.graft.trainer.publish;

import dev.graft.trainer.v1.KeptVersion;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.head.Novelty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recent versions of all tasks, kept in memory up to a bound and fetched from the store when
 * they are not.
 */
public final class Forerunners {
  private static final Logger LOG = LoggerFactory.getLogger(Forerunners.class);

  /** How many versions back a new head is held against. */
  static final int RECENT = 8;

  private static final long MOST_WEIGHTS = 32L << 20; // floats: 128 MiB

  private final BundleFiles files;
  private final Map<String, Forerunner> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Novelties novelties = new Novelties();
  private long weights;

  public Forerunners(BundleFiles files) {
    this.files = files;
  }

  /**
   * The last versions that can be read, newest first. One whose bundle is damaged or gone is left
   * out: a fit must go on without it.
   */
  public List<Forerunner> recent(List<KeptVersion> versions) {
    List<Forerunner> recent = new ArrayList<>();
    for (int i = versions.size() - 1; i >= Math.max(0, versions.size() - RECENT); i--) {
      find(versions.get(i)).ifPresent(recent::add);
    }
    return recent;
  }

  /** Remembers a version that was made here, so that it need not be fetched. */
  public void remember(Forerunner made, Optional<Novelty> novelty, Optional<Forerunner> parent) {
    remember(made);
    parent.map(Forerunner::bundleDigest).ifPresent(novelties::forget);
    novelties.remember(made.bundleDigest(), novelty);
  }

  /** What tells novelty in a version that {@link #recent} has given. */
  public Optional<Novelty> noveltyOf(Forerunner version) {
    Optional<Novelties.Told> told = novelties.find(version.bundleDigest());
    if (told.isPresent()) {
      return told.get().novelty();
    }
    Optional<Novelty> read =
        read(version.version(), version.bundleDigest()).flatMap(Bundle::novelty);
    novelties.remember(version.bundleDigest(), read);
    return read;
  }

  private synchronized void remember(Forerunner made) {
    if (known.put(made.bundleDigest(), made) == null) {
      weights += sizeOf(made);
    }
    Iterator<Forerunner> oldest = known.values().iterator();
    while (weights > MOST_WEIGHTS && known.size() > 1) {
      weights -= sizeOf(oldest.next());
      oldest.remove();
    }
  }

  private Optional<Forerunner> find(KeptVersion version) {
    synchronized (this) {
      Forerunner found = known.get(version.getBundleDigest());
      if (found != null) {
        return Optional.of(found.numbered(version.getVersion()));
      }
    }
    Optional<Forerunner> read =
        read(version.getVersion(), version.getBundleDigest())
            .map(bundle -> Forerunner.of(version.getVersion(), version.getBundleDigest(), bundle));
    read.ifPresent(this::remember);
    return read;
  }

  /** Empty where it is damaged or gone. */
  private Optional<Bundle> read(long version, String bundleDigest) {
    try {
      return Optional.of(BundleFormat.unpack(bundleDigest, files));
    } catch (BadBundleException e) {
      LOG.warn("version {} can't be compared with: {}", version, e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sizeOf(Forerunner each) {
    return (long) each.judged().classes() * each.judged().width();
  }
}
