package dev.graft.feature.fill;

import dev.graft.feature.embed.Embedding;
import dev.graft.feature.embed.LiveFirst;
import dev.graft.feature.space.Backbones;
import dev.graft.feature.space.Boundary;
import dev.graft.loop.Clients;
import dev.graft.loop.Runs;
import dev.graft.loop.StepLoop;
import dev.graft.topics.Topics;
import dev.graft.vision.backbone.Backbone;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the loop of a space's back-fill: fixes its boundary, and gives it a consumer group of its
 * own, whose committed offsets are its progress.
 *
 * @param instanceId stable id of this replica
 */
public record FillLoops(
    Backbones backbones,
    Embedding embedding,
    Boundary boundary,
    LiveFirst turns,
    Clients clients,
    String instanceId,
    int pollRecords,
    MeterRegistry metrics)
    implements Function<Backbone, Runs> {
  /** Once it has caught up, all that comes is passed over: then a commit a second is plenty. */
  private static final Duration GATHER = Duration.ofSeconds(1);

  @Override
  public Runs apply(Backbone backbone) {
    boundary.allReplicasTake(backbone.space(), ends(clients));
    var step = new FillSpace(backbone.spec(), backbones, embedding, boundary, turns);
    return StepLoop.over(Topics.IMAGES, step)
        .named("feature-fill-" + backbone.space().id().substring(0, 16))
        .in("feature")
        .instance(instanceId)
        .with(clients)
        .maxRecords(pollRecords)
        .gathering(GATHER)
        .metrics(metrics)
        .build();
  }

  /** Where graft.images ends now. */
  private static Map<Integer, Long> ends(Clients clients) {
    var partitions =
        IntStream.range(0, Topics.IMAGES.partitions())
            .mapToObj(partition -> new TopicPartition(Topics.IMAGES.name(), partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    try (var admin = clients.admin()) {
      return admin.listOffsets(partitions).all().get().entrySet().stream()
          .collect(
              Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue().offset()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not say where graft.images ends", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }
}
