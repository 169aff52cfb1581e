package dev.graft.feature.space;

import dev.graft.events.BackboneJson;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.BackboneSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the live tasks name. */
final class WantedBackbones {
  /** As many as tasks ever named: they are asked for before every batch. */
  private static final Map<BackboneRef, Optional<BackboneSpec>> KNOWN = new ConcurrentHashMap<>();

  private static final Logger LOG = LoggerFactory.getLogger(WantedBackbones.class);

  private WantedBackbones() {}

  static Set<BackboneSpec> of(Collection<TaskSpec> tasks) {
    return tasks.stream()
        .filter(task -> !task.getDeleted())
        .map(TaskSpec::getBackbone)
        .flatMap(ref -> KNOWN.computeIfAbsent(ref, WantedBackbones::spec).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<BackboneSpec> spec(BackboneRef ref) {
    try {
      return Optional.of(BackboneSpec.parse(BackboneJson.of(ref)));
    } catch (IllegalArgumentException newer) { // what it says is not known to this program
      LOG.error("no image is embedded for {}: {}", ref, newer.getMessage());
      return Optional.empty();
    }
  }
}
