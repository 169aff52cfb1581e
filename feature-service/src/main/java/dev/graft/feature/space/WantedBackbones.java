package dev.graft.feature.space;

import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.BackboneSpec;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What the live tasks name. */
final class WantedBackbones {
  private WantedBackbones() {}

  static Set<BackboneSpec> of(Collection<TaskSpec> tasks) {
    return tasks.stream()
        .filter(task -> !task.getDeleted())
        .map(task -> task.getBackbone())
        .map(named -> new BackboneSpec(named.getName(), named.getWeightsDigest()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
