package dev.graft.trainer.fit;

import dev.graft.events.BackboneJson;
import dev.graft.trainer.dataset.Wish;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.ResolvedSpec;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** Turns what a task names (classes, a backbone) into what a fit selects by (classes, a space). */
public final class Wishes {
  private final ConcurrentMap<BackboneSpec, Named> known = new ConcurrentHashMap<>();
  private final Function<BackboneSpec, Named> naming;

  /** What a backbone's name stands for. */
  public sealed interface Named {
    record Space(String id, int width) implements Named {}

    /** Why there is no such space, as a sentence. */
    record Unknown(String why) implements Named {}
  }

  /** What a task can be fitted on. */
  public sealed interface Resolved {
    record Fittable(Wish wish) implements Resolved {}

    record Unfit(String why) implements Resolved {}
  }

  public Wishes(Function<BackboneSpec, Named> naming) {
    this.naming = naming;
  }

  /** By the architectures that this program knows. */
  public static Wishes ofVision() {
    return new Wishes(Wishes::name);
  }

  public Resolved resolve(TaskSpec spec) {
    if (spec.getDeleted()) {
      return new Resolved.Unfit("the task is deleted");
    }
    BackboneSpec backbone;
    try {
      backbone = specOf(spec.getBackbone());
      HeadPolicies.of(spec);
    } catch (IllegalArgumentException newer) { // what it says is not known to this program
      return new Resolved.Unfit(String.valueOf(newer.getMessage()));
    }
    Named named = known.computeIfAbsent(backbone, naming);
    if (named instanceof Named.Unknown unknown) {
      return new Resolved.Unfit(unknown.why());
    }
    Named.Space space = (Named.Space) named;
    return new Resolved.Fittable(new Wish(spec.getClassesList(), space.id(), space.width()));
  }

  /** The same in vision's words. */
  public static BackboneSpec specOf(BackboneRef ref) {
    return BackboneSpec.parse(BackboneJson.of(ref));
  }

  private static Named name(BackboneSpec spec) {
    if (Architectures.find(spec.name()).isEmpty()) {
      return new Named.Unknown("no backbone is called \"" + spec.name() + "\"");
    }
    try {
      return new Named.Space(Backbone.spaceOf(spec).id(), ResolvedSpec.of(spec).width());
    } catch (IllegalArgumentException e) {
      return new Named.Unknown(String.valueOf(e.getMessage()));
    }
  }
}
