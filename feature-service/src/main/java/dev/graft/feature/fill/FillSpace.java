package dev.graft.feature.fill;

import dev.graft.feature.embed.Embedding;
import dev.graft.feature.embed.LiveFirst;
import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.loop.Step;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds in one space what was stored before the live loop took it over, and passes over the rest.
 * It follows the topic for as long as the space is wanted, so that its committed offsets say how
 * far the space is filled, over any restart.
 */
final class FillSpace implements Step<ImageFact> {
  /** So that live images never wait longer than for this many. */
  private static final int SLICE = 32;

  private final BackboneSpec spec;
  private final Backbones backbones;
  private final Embedding embedding;
  private final Boundary boundary;
  private final LiveFirst turns;

  FillSpace(
      BackboneSpec spec,
      Backbones backbones,
      Embedding embedding,
      Boundary boundary,
      LiveFirst turns) {
    this.spec = spec;
    this.backbones = backbones;
    this.embedding = embedding;
    this.boundary = boundary;
    this.turns = turns;
  }

  @Override
  public List<Outgoing> on(List<Received<ImageFact>> poll) throws Exception {
    var backbone = backbone();
    var outgoing = new ArrayList<Outgoing>();
    for (int at = 0; at < poll.size(); at += SLICE) {
      var slice =
          poll.subList(at, Math.min(poll.size(), at + SLICE)).stream()
              .filter(record -> boundary.belongsToBackFill(backbone.space(), record))
              .toList();
      if (!slice.isEmpty()) {
        turns.letLiveGoFirst();
        outgoing.addAll(embedding.of(slice, List.of(backbone)));
      }
    }
    return outgoing;
  }

  private Backbone backbone() {
    return backbones.usable().stream()
        .filter(usable -> usable.spec().equals(spec))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(spec + " is not wanted any more"));
  }
}
