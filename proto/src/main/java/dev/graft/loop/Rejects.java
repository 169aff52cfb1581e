package dev.graft.loop;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.graft.events.Digests;
import dev.graft.topics.Topics;
import dev.graft.v1.RecordHeader;
import dev.graft.v1.Reject;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Records that can't be taken, as messages of graft.rejects. */
final class Rejects {
  private static final int ROOM_FOR_FRAMES = 4 << 10;
  private static final int MAX_REASON = 2_000;

  private Rejects() {}

  /** A record as it came. */
  record Source(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers) {
    Source withoutValue() {
      return new Source(topic, partition, offset, timestampMillis, key, null, headers);
    }
  }

  /**
   * The reject; without headers and value if even graft.rejects can't hold them, and then it says
   * so.
   */
  static Reject of(Source source, String fault, String reason, String service, long nowMillis) {
    var reject =
        Reject.newBuilder()
            .setSourceTopic(source.topic())
            .setSourcePartition(source.partition())
            .setSourceOffset(source.offset())
            .setSourceTime(Timestamps.fromMillis(Math.max(0, source.timestampMillis())))
            .setKey(bytes(source.key()))
            .setValue(bytes(source.value()))
            .setFault(fault)
            .setReason(
                reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason)
            .setService(service)
            .setTime(Timestamps.fromMillis(nowMillis));
    for (var header : source.headers()) {
      reject.addHeaders(
          RecordHeader.newBuilder().setName(header.key()).setValue(bytes(header.value())));
    }
    var whole = reject.build();
    return fits(whole) ? whole : cut(reject, source);
  }

  private static boolean fits(Reject reject) {
    // The key is in the record twice: as its key, and inside.
    return reject.getSerializedSize() + reject.getKey().size() + ROOM_FOR_FRAMES
        <= Topics.REJECTS.maxMessageBytes();
  }

  private static Reject cut(Reject.Builder reject, Source source) {
    var value = source.value() == null ? new byte[0] : source.value();
    var note =
        " (headers and value left out, as they are too large even for graft.rejects: %d bytes of value, sha256 %s)"
            .formatted(value.length, Digests.sha256Hex(value));
    return reject
        .clearHeaders()
        .clearValue()
        .clearKey()
        .setReason(reject.getReason() + note)
        .build();
  }

  private static ByteString bytes(byte @Nullable [] bytes) {
    return bytes == null ? ByteString.EMPTY : ByteString.copyFrom(bytes);
  }
}
