package dev.graft.deploy.audit;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.events.SplitRule;
import dev.graft.topics.Topics;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.LabelFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A task's examples recomputed from the logs by the rules of the design, in one pass over
 * everything that was ever said: no state that could be lost, no order that could matter. Shares no
 * code with the trainer.
 */
public final class Recomputed {
  private static final Comparator<Timestamp> BY_TIME = Timestamps.comparator();

  private final Map<String, ImageStored> stored = new HashMap<>();
  private final Set<String> erased = new HashSet<>();
  private final Map<String, List<LabelFact>> labels = new HashMap<>();
  private final Map<String, List<Embedded>> embeddings = new HashMap<>();

  private Recomputed() {}

  public static Recomputed of(String kafka) {
    var all = new Recomputed();
    try (var reader = new TopicReader(kafka, Topics.IMAGES, Topics.LABELS, Topics.EMBEDDINGS)) {
      reader.toEnd(
          (topic, record) -> {
            if (topic.equals(Topics.IMAGES.name())) {
              all.image(TopicReader.value(Topics.IMAGES, record));
            } else if (topic.equals(Topics.LABELS.name())) {
              var label = TopicReader.value(Topics.LABELS, record);
              all.labels.computeIfAbsent(label.getImageId(), id -> new ArrayList<>()).add(label);
            } else {
              var vector = TopicReader.value(Topics.EMBEDDINGS, record);
              all.embeddings
                  .computeIfAbsent(vector.getImageId(), id -> new ArrayList<>())
                  .add(vector);
            }
          });
    }
    return all;
  }

  private void image(ImageFact fact) {
    if (fact.hasErased()) {
      erased.add(fact.getErased().getImageId());
    } else {
      stored.put(fact.getStored().getImageId(), fact.getStored());
    }
  }

  /** By image id. */
  public Map<String, Held> examples(String taskId) {
    var examples = new TreeMap<String, Held>();
    stored.forEach(
        (id, image) -> {
          if (!erased.contains(id)) {
            settled(id, taskId).ifPresent(name -> examples.put(id, held(image, name)));
          }
        });
    return examples;
  }

  /** Event ids of everything said of a task, as often as it stands on the log. */
  public List<String> eventIds(String taskId) {
    return labels.values().stream()
        .flatMap(List::stream)
        .filter(label -> label.getTaskId().equals(taskId))
        .map(LabelFact::getEventId)
        .toList();
  }

  /** Every image that was ever heard of, the erased ones among them. */
  public Set<String> images() {
    var heard = new HashSet<>(stored.keySet());
    heard.addAll(erased);
    return heard;
  }

  public Set<String> erased() {
    return Set.copyOf(erased);
  }

  private Optional<String> settled(String imageId, String taskId) {
    var said =
        labels.getOrDefault(imageId, List.of()).stream()
            .filter(label -> label.getTaskId().equals(taskId))
            .toList();
    var retracted = new HashSet<String>();
    said.stream()
        .filter(LabelFact::hasRetracted)
        .forEach(label -> retracted.add(label.getRetracted().getEventId()));
    return said.stream()
        .filter(LabelFact::hasAsserted)
        .filter(label -> !retracted.contains(label.getEventId()))
        .max(
            Comparator.comparing(LabelFact::getEventTime, BY_TIME)
                .thenComparing(LabelFact::getEventId))
        .map(label -> label.getAsserted().getClassName());
  }

  private Held held(ImageStored image, String className) {
    var latest = new TreeMap<String, Embedded>();
    for (var vector : embeddings.getOrDefault(image.getImageId(), List.of())) {
      latest.merge(vector.getSpace(), vector, Recomputed::later);
    }
    return new Held(
        className,
        SplitRule.of(image).split().name(),
        latest.values().stream()
            .map(vector -> vector.getSpace() + " " + vector.getVectorDigest())
            .toList());
  }

  private static Embedded later(Embedded one, Embedded other) {
    var order =
        Comparator.comparing(Embedded::getEventTime, BY_TIME)
            .thenComparing(Embedded::getVectorDigest);
    return order.compare(one, other) >= 0 ? one : other;
  }
}
