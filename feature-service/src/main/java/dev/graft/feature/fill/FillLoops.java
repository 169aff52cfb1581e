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
import dev.graft.vision.backbone.Space;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

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
    implements BackFills.Fills {
  /** Once it has caught up, all that comes is passed over: then a commit a second is plenty. */
  private static final Duration GATHER = Duration.ofSeconds(1);

  @Override
  public Runs of(Backbone backbone) {
    boundary.allReplicasTake(backbone.space(), ends(clients));
    var step = new FillSpace(backbone.spec(), backbones, embedding, boundary, turns);
    return StepLoop.over(Topics.IMAGES, step)
        .named(name(backbone.space()))
        .in("feature")
        .instance(instanceId)
        .with(clients)
        .maxRecords(pollRecords)
        .gathering(GATHER)
        .metrics(metrics)
        .build();
  }

  /**
   * Deletes the consumer group. A closed loop of ours is still a member, as static members are
   * until their session ends, and is taken out first.
   */
  @Override
  public boolean forget(Space space) {
    var group = "graft-" + name(space);
    var ours = List.of(new MemberToRemove(Clients.asId(instanceId)));
    try (var admin = clients.admin()) {
      answered(
          admin
              .removeMembersFromConsumerGroup(
                  group, new RemoveMembersFromConsumerGroupOptions(ours))
              .all());
      return answered(admin.deleteConsumerGroups(List.of(group)).all());
    }
  }

  /** False: the group still has members. */
  private static boolean answered(KafkaFuture<Void> asked) {
    try {
      asked.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException
          || e.getCause() instanceof UnknownMemberIdException) {
        return true;
      }
      if (e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      throw new IllegalStateException("Kafka does not let us forget a back-fill", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }

  private static String name(Space space) {
    return "feature-fill-" + space.id().substring(0, 16);
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
