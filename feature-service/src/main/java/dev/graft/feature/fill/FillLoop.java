package dev.graft.feature.fill;

import dev.graft.loop.Clients;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.StepLoop;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Backbone;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The step loop of one space's back-fill, in a consumer group of its own. */
record FillLoop(StepLoop<ImageFact> loop) implements BackFills.Running {

  /** Stable for ever, like the space: its committed offsets are the progress. */
  static String nameOf(Backbone backbone) {
    return "feature-fill-" + backbone.space().id().substring(0, 16);
  }

  /** Where graft.images ends now. */
  static Map<Integer, Long> ends(Clients clients) {
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

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public LoopHealth health() {
    return loop.health();
  }

  @Override
  public void close() {
    loop.close();
  }
}
