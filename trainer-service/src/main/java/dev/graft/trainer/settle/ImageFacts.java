package dev.graft.trainer.settle;

import dev.graft.events.SplitRule;
import dev.graft.trainer.v1.ImageState;
import dev.graft.v1.Embedded;
import dev.graft.v1.Example;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.LabelFact;
import dev.graft.v1.SettledLabel;
import java.time.Instant;
import java.util.List;

/**
 * All that was ever said of one image. Every event merges into it by a rule that is commutative,
 * associative and idempotent (a greatest, a union, or an absorbing mark), so any order of arrival
 * and any repetition end in the same facts. (Ingest binds an id to one picture for ever; were that
 * broken, the first picture by event time would count, and vectors of others would be dropped.)
 *
 * @param state what is kept of it between events
 */
public record ImageFacts(ImageState state) {
  /** Why a task holds no example of an image: its label waits for the picture. */
  public static final String NO_PICTURE = "no-picture";

  public static final String RETRACTED = "retracted";
  public static final String ERASED = "erased";

  public static final ImageFacts NONE = new ImageFacts(ImageState.getDefaultInstance());

  /** Erasure absorbs; of several pictures under one id (ingest allows one) the least counts. */
  public ImageFacts with(ImageFact fact) {
    if (state.getErased() || fact.hasErased()) {
      return new ImageFacts(ImageState.newBuilder().setErased(true).build());
    }
    if (state.hasStored() && isFirst(state.getStored(), fact.getStored())) {
      return this;
    }
    ImageStored stored = fact.getStored();
    return new ImageFacts(
        Vectors.keepOnly(state.toBuilder().setStored(stored), stored.getBlobDigest()).build());
  }

  /**
   * Merges what was said of the image for a task.
   *
   * @param recorded the record's time, where the fact has none of its own
   */
  public ImageFacts with(LabelFact fact, Instant recorded) {
    return state.getErased() ? this : new ImageFacts(Labels.merge(state, fact, recorded));
  }

  /**
   * Merges a vector: per space, the one with the greatest (event time, digest) counts.
   *
   * @param recorded the record's time, where the fact has none of its own
   */
  public ImageFacts with(Embedded embedded, Instant recorded) {
    return state.getErased() ? this : new ImageFacts(Vectors.merge(state, embedded, recorded));
  }

  /** Tasks for which something was said. */
  public List<String> tasks() {
    return state.getTasksList().stream().map(task -> task.getTaskId()).toList();
  }

  /** What a task may know of this image: an example with its vectors, or why there is none. */
  public SettledLabel settled(String imageId, String taskId) {
    SettledLabel.Builder settled = SettledLabel.newBuilder().setTaskId(taskId).setImageId(imageId);
    if (state.getErased()) {
      return settled.setWhyRemoved(ERASED).build();
    }
    var current = Labels.current(state, taskId);
    if (current.isEmpty()) {
      return settled.setWhyRemoved(RETRACTED).build();
    }
    if (!state.hasStored()) {
      return settled.setWhyRemoved(NO_PICTURE).build();
    }
    var split = SplitRule.of(state.getStored());
    Example.Builder example =
        Example.newBuilder()
            .setClassName(current.get().getClassName())
            .setLabelEventId(current.get().getEventId())
            .setLabelTime(current.get().getEventTime())
            .setBlobDigest(state.getStored().getBlobDigest())
            .setSplit(split.split())
            .setSplitHash(split.hash());
    Labels.firstAsserted(state, taskId).ifPresent(example::setFirstLabelled);
    Vectors.addTo(settled, example, state);
    return settled.setExample(example).build();
  }

  private static boolean isFirst(ImageStored known, ImageStored other) {
    int byTime = Times.compare(known.getEventTime(), other.getEventTime());
    int order = byTime != 0 ? byTime : known.getBlobDigest().compareTo(other.getBlobDigest());
    return order != 0 ? order < 0 : known.getGroup().compareTo(other.getGroup()) <= 0;
  }
}
