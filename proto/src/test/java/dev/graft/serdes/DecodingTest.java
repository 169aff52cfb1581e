package dev.graft.serdes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DecodingTest {
  private static final InboxEvent EVENT =
      InboxEvent.newBuilder()
          .setLabel(
              LabelSubmitted.newBuilder().setTaskId("pets").setImageId("i").setClassName("cat"))
          .build();

  @Test
  void readsProtobufWhateverTheHeadersSayUnlessTheySayJson() {
    var read = new Decoded.Read<>(EVENT);
    assertEquals(read, Decoding.decode(Topics.INBOX, EVENT.toByteArray(), new RecordHeaders()));
    assertEquals(
        read, Decoding.decode(Topics.INBOX, EVENT.toByteArray(), type("application/protobuf")));
    assertEquals(read, Decoding.decode(Topics.INBOX, EVENT.toByteArray(), type("x")));
  }

  @Test
  void readsProtobufsJsonUnderItsContentType() throws Exception {
    var json = JsonFormat.printer().print(EVENT).getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new Decoded.Read<>(EVENT), Decoding.decode(Topics.INBOX, json, type("application/json")));
    assertEquals(
        new Decoded.Read<>(EVENT),
        Decoding.decode(Topics.INBOX, json, type("Application/JSON; charset=utf-8")));
    assertInstanceOf(
        Decoded.Garbage.class, Decoding.decode(Topics.INBOX, json, new RecordHeaders()));
  }

  @Test
  void saysWhichFieldOfJsonIsWrong() {
    var json = "{\"label\": {\"taskID\": \"pets\"}}".getBytes(StandardCharsets.UTF_8);
    var decoded = Decoding.decode(Topics.INBOX, json, type("application/json"));
    var reason = assertInstanceOf(Decoded.Garbage.class, decoded).reason();
    assertTrue(reason.contains("taskID"), reason);
  }

  @Test
  void callsARecordWithoutValueGarbage() {
    assertInstanceOf(
        Decoded.Garbage.class, Decoding.decode(Topics.INBOX, null, new RecordHeaders()));
  }

  @Test
  void callsJsonGarbageThatIsNestedTooDeeply() {
    for (var deep : List.of("[", "{\"label\":", "{\"unknown\":[")) {
      var json = deep.repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
      assertInstanceOf(
          Decoded.Garbage.class, Decoding.decode(Topics.INBOX, json, type("application/json")));
    }
  }

  @Property(tries = 500)
  void neverThrowsForWhatIsInTheBytes(@ForAll byte[] bytes, @ForAll boolean json) {
    Decoding.decode(Topics.INBOX, bytes, json ? type("application/json") : new RecordHeaders());
  }

  @Test
  void hasAStrictSerdeThatKnowsTombstones() {
    var serde = Topics.INBOX.serde();
    assertEquals(
        EVENT, serde.deserializer().deserialize("t", serde.serializer().serialize("t", EVENT)));
    assertEquals(null, serde.serializer().serialize("t", null));
    assertEquals(null, serde.deserializer().deserialize("t", null));
    assertThrows(
        SerializationException.class,
        () -> serde.deserializer().deserialize("t", new byte[] {1, 2, 3}));
  }

  private static Headers type(String contentType) {
    return new RecordHeaders().add("content-type", contentType.getBytes(StandardCharsets.UTF_8));
  }
}
