package dev.graft.trainer.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.graft.topics.Topics;
import dev.graft.trainer.settle.Fault;
import dev.graft.v1.RecordHeader;
import dev.graft.v1.Reject;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** A record that can't be taken, whole, and why. */
final class Rejects {
  private Rejects() {}

  static Record<String, Parcel> of(
      Record<String, byte[]> source, RecordMetadata where, Fault fault, long now) {
    String key = source.key() == null ? "" : source.key();
    Reject.Builder reject =
        Reject.newBuilder()
            .setSourceTopic(where.topic())
            .setSourcePartition(where.partition())
            .setSourceOffset(where.offset())
            .setSourceTime(Timestamps.fromMillis(source.timestamp()))
            .setKey(ByteString.copyFromUtf8(key))
            .setFault(fault.kind())
            .setReason(fault.reason())
            .setService(ExamplesTopology.SERVICE)
            .setTime(Timestamps.fromMillis(now));
    if (source.value() != null) {
      reject.setValue(ByteString.copyFrom(source.value()));
    }
    for (Header header : source.headers()) {
      reject.addHeaders(header(header));
    }
    return Parcel.to(Topics.REJECTS, key, reject.build(), source.timestamp());
  }

  private static RecordHeader header(Header header) {
    RecordHeader.Builder copy = RecordHeader.newBuilder().setName(header.key());
    if (header.value() != null) {
      copy.setValue(ByteString.copyFrom(header.value()));
    }
    return copy.build();
  }
}
