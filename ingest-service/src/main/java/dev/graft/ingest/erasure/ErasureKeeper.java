package dev.graft.ingest.erasure;

import dev.graft.ingest.intake.Erasures;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.loop.Step;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import java.util.List;
import java.util.stream.Stream;

/**
 * Follows graft.images and announces an erasure again wherever an image comes after it. A
 * submission looks for the marker before it announces, so an erasure can slip in between; the topic
 * is compacted, and its last word must be the erasure.
 */
public final class ErasureKeeper implements Step<ImageFact> {
  private final Erasures erasures;

  public ErasureKeeper(Erasures erasures) {
    this.erasures = erasures;
  }

  @Override
  public List<Outgoing> on(List<Received<ImageFact>> poll) {
    return poll.stream()
        .filter(record -> record.value().hasStored())
        .map(record -> record.value().getStored().getImageId())
        .distinct()
        .toList()
        .parallelStream() // a round trip to the store for each
        .flatMap(this::lastWord)
        .toList();
  }

  private Stream<Outgoing> lastWord(String imageId) {
    return erasures.erased(imageId).map(erased -> announced(imageId, erased)).stream();
  }

  private static Outgoing announced(String imageId, ImageErased erased) {
    return Outgoing.send(Topics.IMAGES, imageId, ImageFact.newBuilder().setErased(erased).build());
  }
}
