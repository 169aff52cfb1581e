package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ProducerInUseTest {
  private final ProducerInUse producers =
      new ProducerInUse( // Kafka's own stand-ins
          () ->
              new MockProducer<>(
                  false, null, new ByteArraySerializer(), new ByteArraySerializer()));

  @Test
  void makesAnotherAfterOneThatCouldNotDeliver() {
    var first = producers.get();
    producers.failed(first, new SaslAuthenticationException("wrong password"));
    var second = producers.get();
    assertNotSame(first, second);
    producers.failed(first, new TimeoutException("the first one's last words"));
    assertSame(second, producers.get());
    producers.failed(second, new TimeoutException("no answer"));
    assertNotSame(second, producers.get());
  }

  @Test
  void keepsOneThatARecordOrTooManyFailed() {
    var first = producers.get();
    producers.failed(first, new RecordTooLargeException("too large"));
    producers.failed(first, new BufferExhaustedException("too many"));
    assertSame(first, producers.get());
  }

  @Test
  void makesNoneOnceItIsClosed() {
    producers.close();
    assertThrows(IllegalStateException.class, producers::get);
  }
}
