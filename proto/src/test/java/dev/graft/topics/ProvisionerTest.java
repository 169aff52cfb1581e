package dev.graft.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.v1.TaskSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class ProvisionerTest {
  @Test
  void createsEveryTopicAsTheCatalogueSays() throws Exception {
    try (var admin = TestBed.clients().admin()) {
      for (var topic : Topics.all()) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        var partitions =
            admin
                .describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get()
                .get(topic.name())
                .partitions();
        assertEquals(topic.partitions(), partitions.size(), topic.name());
        assertEquals(topic.cleanup().policy(), config.get("cleanup.policy").value(), topic.name());
        assertEquals(
            Integer.toString(topic.maxMessageBytes()),
            config.get("max.message.bytes").value(),
            topic.name());
      }
    }
  }

  @Test
  void closesSegmentsSoonEnoughForRetentionAndCompactionToMeanWhatTheySay() throws Exception {
    assertEquals("604800000 86400000", settings(Topics.INBOX, "retention.ms", "segment.ms"));
    assertEquals("1209600000 86400000", settings(Topics.PREDICTIONS, "retention.ms", "segment.ms"));
    assertEquals("86400000 12342857", settings(Topics.REPLICAS, "retention.ms", "segment.ms"));
    assertEquals(
        "compact 86400000", settings(Topics.IMAGES, "cleanup.policy", "max.compaction.lag.ms"));
    assertEquals("-1 604800000", settings(Topics.LABELS, "retention.ms", "segment.ms"));
  }

  private static String settings(Topic<?> topic, String one, String two) throws Exception {
    try (var admin = TestBed.clients().admin()) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
      var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      return config.get(one).value() + " " + config.get(two).value();
    }
  }

  @Test
  void mayBeRunByManyServicesAtOnceAndAgain() {
    var fresh = List.<Topic<?>>of(topic("many-a"), topic("many-b"), topic("many-c"));
    var starts =
        Stream.generate(() -> CompletableFuture.runAsync(() -> provision(fresh))).limit(4).toList();
    starts.forEach(CompletableFuture::join);
    provision(fresh);
  }

  @Test
  void refusesAnotherPartitionCountAndSaysWhatToDo() throws Exception {
    try (var admin = TestBed.clients().admin()) {
      admin.createTopics(List.of(new NewTopic("narrow", 1, (short) 1))).all().get();
    }
    var refusal =
        assertThrows(WrongTopicException.class, () -> provision(List.of(topic("narrow"))));
    assertTrue(
        refusal.getMessage().contains("narrow has 1 partitions, but Graft needs 6"),
        refusal.getMessage());
    assertTrue(refusal.getMessage().contains("Delete the topic"), refusal.getMessage());
  }

  @Test
  void refusesAnotherCleanupPolicyAndSaysWhatToDo() throws Exception {
    var wrong = new NewTopic("deleting", 6, (short) 1).configs(Map.of("cleanup.policy", "delete"));
    try (var admin = TestBed.clients().admin()) {
      admin.createTopics(List.of(wrong)).all().get();
    }
    var refusal =
        assertThrows(WrongTopicException.class, () -> provision(List.of(topic("deleting"))));
    assertTrue(
        refusal.getMessage().contains("cleanup.policy=delete, but Graft needs compact"),
        refusal.getMessage());
    assertTrue(refusal.getMessage().contains("kafka-configs"), refusal.getMessage());
  }

  private static void provision(List<Topic<?>> topics) {
    try (var admin = TestBed.clients().admin()) {
      Provisioner.provision(admin, 1, topics);
    }
  }

  private static Topic<?> topic(String name) {
    return new Topic<>(
        name,
        TaskSpec.getDefaultInstance(),
        "task",
        Cleanup.COMPACT,
        Optional.empty(),
        6,
        1 << 20,
        "us",
        "us");
  }
}
