package dev.graft.loop;

import com.google.protobuf.Message;
import dev.graft.topics.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Runs a step on a poll and makes records of all that must follow, rejects among them. */
final class Answer<V extends Message> {
  private final Step<V> step;
  private final String service;

  Answer(Step<V> step, String service) {
    this.step = step;
    this.service = service;
  }

  List<ProducerRecord<byte[], byte[]>> to(Poll<V> poll) throws Exception {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var garbage : poll.garbage()) {
      records.add(reject(garbage.source(), garbage.key(), "undecodable", garbage.reason()));
    }
    if (!poll.received().isEmpty()) {
      records.addAll(whole(poll));
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> whole(Poll<V> poll) throws Exception {
    try {
      return records(poll, step.on(List.copyOf(poll.received())));
    } catch (RecordTooLargeException e) {
      return oneByOne(poll);
    }
  }

  /**
   * To find whose answer is too large, and refuse that one only. A step is stateless: it may run
   * again.
   */
  private List<ProducerRecord<byte[], byte[]>> oneByOne(Poll<V> poll) throws Exception {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var message : poll.received()) {
      try {
        records.addAll(records(poll, step.on(List.of(message))));
      } catch (RecordTooLargeException e) {
        var reason = "what follows from this is too large: " + e.getMessage();
        records.add(reject(poll.sourceOf(message), message.key(), "too-large", reason));
      }
    }
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> records(Poll<V> poll, List<Outgoing> outgoing) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var each : outgoing) {
      if (each instanceof Outgoing.Send<?> send) {
        records.add(record(send));
      } else if (each instanceof Outgoing.Refuse refuse) {
        var source = poll.sourceOf(refuse.source());
        records.add(
            reject(
                refuse.withheld() ? source.withoutValue() : source,
                refuse.source().key(),
                refuse.fault(),
                refuse.reason()));
      }
    }
    return records;
  }

  private <T extends Message> ProducerRecord<byte[], byte[]> record(Outgoing.Send<T> send) {
    return Records.of(send.topic(), send.key(), send.value(), service);
  }

  private ProducerRecord<byte[], byte[]> reject(
      Rejects.Source source, String key, String fault, String reason) {
    var reject = Rejects.of(source, fault, reason, service, Clock.systemUTC().millis());
    return Records.of(Topics.REJECTS, reject.getKey().isEmpty() ? "" : key, reject, service);
  }
}
