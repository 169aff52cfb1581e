package dev.graft.feature.space;

import static java.util.Objects.requireNonNull;

import dev.graft.blobs.BlobStore;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Space;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backbones, loaded when a live task first names them, freed when none does any more. One that
 * can't be loaded is said so and left out: the other spaces go on. A store that is down is an
 * exception, since then nobody knows.
 */
public final class Backbones implements Monitored, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backbones.class);
  private static final String NOT_THERE = "its weights are not in the store";

  private final Supplier<Set<BackboneSpec>> wanted;
  private final BlobStore blobs;
  private final Device device;
  private final Map<BackboneSpec, Backbone> loaded = new HashMap<>(); // guarded by this
  private final Map<BackboneSpec, String> unusable = new ConcurrentHashMap<>();

  /**
   * Backbones over a store of weights.
   *
   * @param wanted what the live tasks name now
   */
  public Backbones(Supplier<Set<BackboneSpec>> wanted, BlobStore blobs, Device device) {
    this.wanted = wanted;
    this.blobs = blobs;
    this.device = device;
  }

  /**
   * All that are wanted now and can be used, in a steady order, one for each space; loads what is
   * new. Shipped weights may be named by their digest or not at all, and are the same space then.
   */
  public synchronized List<Backbone> usable() {
    var specs = wanted.get();
    forgetAllBut(specs);
    var usable = new LinkedHashMap<Space, Backbone>();
    specs.stream()
        .sorted(Comparator.comparing(BackboneSpec::toString))
        .filter(this::load)
        .map(spec -> requireNonNull(loaded.get(spec)))
        .forEach(backbone -> usable.putIfAbsent(backbone.space(), backbone));
    return List.copyOf(usable.values());
  }

  private boolean load(BackboneSpec spec) {
    if (loaded.containsKey(spec)) {
      return true;
    }
    if (unusable.containsKey(spec) && !weightsAppeared(spec)) {
      return false;
    }
    try {
      if (!present(spec)) {
        return refuse(spec, NOT_THERE);
      }
      var backbone = Backbone.load(spec, new StoredWeights(blobs), device);
      loaded.put(spec, backbone);
      unusable.remove(spec);
      LOG.info("loaded {} on {}: space {}", spec, device, backbone.space().id());
      return true;
    } catch (BadWeightsException | IllegalArgumentException bad) {
      return refuse(spec, String.valueOf(bad.getMessage()));
    }
  }

  private boolean refuse(BackboneSpec spec, String why) {
    if (!why.equals(unusable.put(spec, why))) {
      LOG.error("{} can't be used, no image is embedded in its space: {}", spec, why);
    }
    return false;
  }

  /** Bad weights stay bad, since they lie under their digest; missing ones may yet be uploaded. */
  private boolean weightsAppeared(BackboneSpec spec) {
    return NOT_THERE.equals(unusable.get(spec)) && present(spec);
  }

  private boolean present(BackboneSpec spec) {
    return spec.weightsDigest().isEmpty()
        || blobs.stat(Keys.blob(spec.weightsDigest())).isPresent();
  }

  private void forgetAllBut(Set<BackboneSpec> specs) {
    unusable.keySet().retainAll(specs);
    var gone = new HashSet<>(loaded.keySet());
    gone.removeAll(specs);
    for (var spec : gone) {
      LOG.info("no live task names {} any more, freeing it", spec);
      loaded.remove(spec).close();
    }
  }

  @Override
  public String name() {
    return "backbones";
  }

  /** Stays ready with a backbone that can't be used: the others are worked for. */
  @Override
  public LoopHealth health() {
    var why = new TreeMap<String, String>();
    unusable.forEach((spec, reason) -> why.put(spec.toString(), reason));
    return new LoopHealth(true, true, why.isEmpty() ? "all can be used" : "can't be used: " + why);
  }

  @Override
  public synchronized void close() {
    loaded.values().forEach(Backbone::close);
    loaded.clear();
  }
}
