package dev.graft.inference.serve;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each backbone once, for as long as someone leases it. */
final class Backbones {

  private final BackboneLoader loader;
  private final Map<BackboneSpec, Slot> slots = new HashMap<>();

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
    var slot = claim(spec);
    try {
      return new Lease(slot, slot.loaded(loader));
    } catch (BadWeightsException | IOException | RuntimeException | Error e) {
      giveBack(slot);
      throw e;
    }
  }

  synchronized int loaded() {
    return slots.size();
  }

  private synchronized Slot claim(BackboneSpec spec) {
    var slot = slots.computeIfAbsent(spec, Slot::new);
    slot.users++;
    return slot;
  }

  private void giveBack(Slot slot) {
    synchronized (this) {
      if (--slot.users > 0) {
        return;
      }
      slots.remove(slot.spec); // from here on nobody can claim it
    }
    slot.close();
  }

  private static final class Slot {
    private final BackboneSpec spec;
    private int users; // guarded by Backbones
    private @Nullable LoadedBackbone backbone; // guarded by this

    private Slot(BackboneSpec spec) {
      this.spec = spec;
    }

    private synchronized LoadedBackbone loaded(BackboneLoader loader)
        throws BadWeightsException, IOException {
      var there = backbone;
      if (there == null) {
        there = loader.load(spec);
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
