package dev.graft.bench.trials;

import dev.graft.deploy.Failure;
import dev.graft.loop.Clients;
import dev.graft.topics.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * On which replica the judge of a partition's tasks sits, as the group's coordinator says, and how
 * far it has read.
 */
final class JudgeSeat implements AutoCloseable {
  private static final String GROUP = "graft-judge";

  /** What it reads with the key that it judges by. */
  private static final Set<String> READ =
      Set.of(
          Topics.TASKS.name(),
          Topics.COMMANDS.name(),
          Topics.PREDICTIONS.name(),
          Topics.EXAMPLES.name(),
          Topics.EVIDENCE.name());

  private final Admin admin;

  JudgeSeat(String kafka) {
    this.admin = new Clients(kafka).admin();
  }

  /**
   * The replica's instance id; empty while nobody has the partition. A killed one counts as the
   * owner until its session has ended.
   */
  Optional<String> owner(int partition) {
    try {
      var group = admin.describeConsumerGroups(Set.of(GROUP)).describedGroups().get(GROUP);
      var commands = new TopicPartition(Topics.COMMANDS.name(), partition);
      return (group == null)
          ? Optional.empty()
          : group.get().members().stream()
              .filter(member -> member.assignment().topicPartitions().contains(commands))
              .flatMap(member -> member.groupInstanceId().stream())
              .map(JudgeSeat::replica)
              .findFirst();
    } catch (ExecutionException e) {
      return Optional.empty(); // the coordinator is just coming back
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** Kafka Streams appends the number of its thread. */
  private static String replica(String groupInstanceId) {
    return groupInstanceId.substring(0, groupInstanceId.lastIndexOf('-'));
  }

  /** Whether everything up to these offsets is behind it, in a committed transaction. */
  boolean hasRead(Map<TopicPartition, Long> last) {
    try {
      var committed = admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      return last.entrySet().stream()
          .filter(each -> READ.contains(each.getKey().topic()))
          .allMatch(
              each -> {
                var at = committed.get(each.getKey());
                return at != null && at.offset() > each.getValue();
              });
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
