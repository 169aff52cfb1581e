package dev.graft.feature.space;

import dev.graft.loop.Received;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Space;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where, in each partition, the live loops take over a space: what lies before belongs to the
 * space's back-fill. As long as that is not known the back-fill works, so a doubt is work done
 * twice, never work not done.
 */
public final class Boundary {
  private final Map<Space, Map<Integer, Long>> liveFrom = new ConcurrentHashMap<>();

  /** Our live loop embeds this poll, and all that comes after it, in these spaces and no others. */
  public void liveTakes(Set<Space> spaces, List<Received<ImageFact>> poll) {
    liveFrom.keySet().retainAll(spaces);
    for (var space : spaces) {
      var from = from(space);
      poll.forEach(record -> from.merge(record.partition(), record.offset(), Math::min));
    }
  }

  /** The live loops of all replicas embed in this space what is from these offsets on. */
  public void allReplicasTake(Space space, Map<Integer, Long> offsets) {
    var from = from(space);
    offsets.forEach((partition, offset) -> from.merge(partition, offset, Math::min));
  }

  public boolean belongsToBackFill(Space space, Received<ImageFact> record) {
    var from = liveFrom.getOrDefault(space, Map.of()).get(record.partition());
    return from == null || record.offset() < from;
  }

  private Map<Integer, Long> from(Space space) {
    return liveFrom.computeIfAbsent(space, s -> new ConcurrentHashMap<>());
  }
}
