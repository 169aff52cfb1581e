package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.topics.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RejectsTest {
  @Test
  void keepsTheLargestRecordOfTheInboxWhole() {
    var value = new byte[Topics.INBOX.maxMessageBytes() - 200];
    var headers = new RecordHeaders().add("who", new byte[] {1});
    var reject = Rejects.of(source(value, headers), "too-large", "why", "ingest", 5);
    assertEquals(value.length, reject.getValue().size());
    assertEquals(ByteString.copyFrom(new byte[] {1}), reject.getHeaders(0).getValue());
    Records.of(Topics.REJECTS, "key", reject, "ingest"); // and the topic takes it
  }

  @Test
  void saysWhatItLeftOutWhenARecordWasCompressedIntoTheInbox() {
    var reject =
        Rejects.of(
            source(new byte[40 << 20], new RecordHeaders()), "too-large", "why", "ingest", 5);
    assertEquals(0, reject.getValue().size());
    assertTrue(
        reject.getReason().startsWith("why (headers and value left out"), reject.getReason());
    assertTrue(reject.getReason().contains("41943040 bytes"), reject.getReason());
  }

  @Test
  void takesARecordWithoutKeyOrValue() {
    var reject =
        Rejects.of(
            new Rejects.Source("t", 1, 2, -1, null, null, new RecordHeaders()), "f", "r", "s", 5);
    assertEquals(2, reject.getSourceOffset());
    assertTrue(reject.getKey().isEmpty() && reject.getValue().isEmpty());
  }

  private static Rejects.Source source(byte[] value, Headers headers) {
    return new Rejects.Source("graft.inbox", 0, 7, 3, "key".getBytes(), value, headers);
  }
}
