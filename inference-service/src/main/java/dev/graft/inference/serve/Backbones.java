package dev.graft.inference.serve;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.BundleFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Each backbone once, for as long as someone leases it. One with a task's own tail is a network of
 * its own.
 */
final class Backbones {

  /** What tells one network in memory from another. */
  private record Wanted(BackboneSpec spec, Optional<Tail> tail) {}

  /** Brings the wanted one into memory. */
  @FunctionalInterface
  private interface Loading {
    LoadedBackbone load() throws BadWeightsException, IOException;
  }

  private final BackboneLoader loader;
  private final Map<Wanted, Slot> slots = new HashMap<>();

  Backbones(BackboneLoader loader) {
    this.loader = loader;
  }

  /** A claim on a loaded backbone; close it once. */
  final class Lease implements AutoCloseable {
    private final Slot slot;
    private final LoadedBackbone backbone;

    private Lease(Slot slot, LoadedBackbone backbone) {
      this.slot = slot;
      this.backbone = backbone;
    }

    LoadedBackbone backbone() {
      return backbone;
    }

    @Override
    public void close() {
      giveBack(slot);
    }
  }

  /** Loads it unless it is there; whoever comes while it loads waits for the same one. */
  Lease lease(BackboneSpec spec) throws BadWeightsException, IOException {
    return lease(new Wanted(spec, Optional.empty()), () -> loader.load(spec));
  }

  /**
   * The same with a task's own tail.
   *
   * @param files where the tail's file lies
   */
  Lease lease(BackboneSpec spec, Tail tail, BundleFiles files)
      throws BadWeightsException, IOException {
    return lease(new Wanted(spec, Optional.of(tail)), () -> loader.load(spec, tail, files));
  }

  private Lease lease(Wanted wanted, Loading loading) throws BadWeightsException, IOException {
    var slot = claim(wanted);
    try {
      return new Lease(slot, slot.loaded(loading));
    } catch (BadWeightsException | IOException | RuntimeException | Error e) {
      giveBack(slot);
      throw e;
    }
  }

  synchronized int loaded() {
    return slots.size();
  }

  private synchronized Slot claim(Wanted wanted) {
    var slot = slots.computeIfAbsent(wanted, Slot::new);
    slot.users++;
    return slot;
  }

  private void giveBack(Slot slot) {
    synchronized (this) {
      if (--slot.users > 0) {
        return;
      }
      slots.remove(slot.wanted); // from here on nobody can claim it
    }
    slot.close();
  }

  private static final class Slot {
    private final Wanted wanted;
    private int users; // guarded by Backbones
    private @Nullable LoadedBackbone backbone; // guarded by this

    private Slot(Wanted wanted) {
      this.wanted = wanted;
    }

    private synchronized LoadedBackbone loaded(Loading loading)
        throws BadWeightsException, IOException {
      var there = backbone;
      if (there == null) {
        there = loading.load();
        backbone = there;
      }
      return there;
    }

    private synchronized void close() {
      if (backbone != null) {
        backbone.close();
      }
    }
  }
}
