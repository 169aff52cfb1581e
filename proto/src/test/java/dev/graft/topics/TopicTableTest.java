package dev.graft.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicTableTest {
  @Test
  void isInTheReadmeAsTheCatalogueSays() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    assertTrue(readme.contains(table()), "put this table into proto/README.md:\n" + table());
  }

  @Test
  void givesEveryTopicTheSamePartitionCountSoThatJoinsAreLocal() {
    assertEquals(1, Topics.all().stream().map(Topic::partitions).distinct().count());
  }

  @Test
  void letsARejectHoldTheLargestRecordOfTheInbox() {
    assertEquals(Topics.INBOX.maxMessageBytes() + (64 << 10), Topics.REJECTS.maxMessageBytes());
    assertTrue(Topics.INBOX.maxMessageBytes() > Topics.MAX_PICTURE_BYTES);
  }

  private static String table() {
    return Topics.all().stream()
        .map(TopicTableTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "| topic | key | value | kept | partitions | largest record | writer | readers |\n|---|---|---|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(Topic<?> topic) {
    return "| %s | %s | %s | %s | %d | %d KiB | %s | %s |"
        .formatted(
            topic.name(),
            topic.key(),
            topic.prototype().getDescriptorForType().getName(),
            kept(topic),
            topic.partitions(),
            topic.maxMessageBytes() >> 10,
            topic.writer(),
            topic.readers());
  }

  private static String kept(Topic<?> topic) {
    var days = topic.retention().map(Duration::toDays).map(d -> d + " d").orElse("for ever");
    return switch (topic.cleanup()) {
      case COMPACT -> "compact";
      case DELETE -> days;
      case COMPACT_AND_DELETE -> "compact, " + days;
    };
  }
}
