package dev.graft.feature.embed;

import static java.util.stream.Collectors.toSet;

import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.loop.Step;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Backbone;
import java.util.List;

/** Embeds images as they come, in every space that a live task names, a whole poll at a time. */
public final class EmbedLive implements Step<ImageFact> {
  private final Backbones backbones;
  private final Embedding embedding;
  private final Boundary boundary;
  private final LiveFirst turns;

  public EmbedLive(Backbones backbones, Embedding embedding, Boundary boundary, LiveFirst turns) {
    this.backbones = backbones;
    this.embedding = embedding;
    this.boundary = boundary;
    this.turns = turns;
  }

  @Override
  public List<Outgoing> on(List<Received<ImageFact>> poll) throws Exception {
    return turns.live(
        () -> {
          var usable = backbones.usable();
          boundary.liveTakes(usable.stream().map(Backbone::space).collect(toSet()), poll);
          return embedding.of(poll, usable);
        });
  }
}
