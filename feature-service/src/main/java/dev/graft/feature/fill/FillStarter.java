package dev.graft.feature.fill;

import dev.graft.feature.embed.Embedding;
import dev.graft.feature.embed.LiveFirst;
import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.loop.Clients;
import dev.graft.loop.StepLoop;
import dev.graft.topics.Topics;
import dev.graft.vision.backbone.Backbone;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;

/**
 * Starts the back-fill of a space: fixes its boundary, then lets the loop run.
 *
 * @param instanceId stable id of this replica
 */
public record FillStarter(
    Backbones backbones,
    Embedding embedding,
    Boundary boundary,
    LiveFirst turns,
    Clients clients,
    String instanceId,
    int pollRecords,
    MeterRegistry metrics)
    implements Function<Backbone, BackFills.Running> {

  @Override
  public BackFills.Running apply(Backbone backbone) {
    boundary.allReplicasTake(backbone.space(), FillLoop.ends(clients));
    var step = new FillSpace(backbone.spec(), backbones, embedding, boundary, turns);
    var loop =
        StepLoop.over(Topics.IMAGES, step)
            .named(FillLoop.nameOf(backbone))
            .in("feature")
            .instance(instanceId)
            .with(clients)
            .maxRecords(pollRecords)
            .metrics(metrics)
            .build()
            .start();
    return new FillLoop(loop);
  }
}
