package dev.graft.connect;

import com.google.common.base.Throwables;
import dev.graft.loop.Clients;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import io.micronaut.core.annotation.Nullable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;

/**
 * Whether the brokers answer and have our topics. A consumer alone would wait for a dead broker in
 * silence.
 */
@Singleton
final class KafkaMonitor implements Monitored, AutoCloseable {
  private static final int PATIENCE_MILLIS = 2_000;

  private final Clients clients;
  private @Nullable Admin admin;

  KafkaMonitor(Clients clients) {
    this.clients = clients;
  }

  @Override
  public String name() {
    return "kafka " + clients.bootstrapServers();
  }

  @Override
  public synchronized LoopHealth health() {
    try {
      var names = Topics.all().stream().map(Topic::name).toList();
      var options = new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS);
      open()
          .describeTopics(names, options)
          .allTopicNames()
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return new LoopHealth(true, true, "has all topics");
    } catch (ExecutionException e) {
      return new LoopHealth(true, false, String.valueOf(e.getCause()));
    } catch (KafkaException e) { // no client at all: a trust store that is not there, say
      return new LoopHealth(true, false, Throwables.getRootCause(e).toString());
    } catch (TimeoutException e) {
      return new LoopHealth(true, false, "does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LoopHealth(true, false, "interrupted");
    }
  }

  private Admin open() {
    var present = admin;
    if (present == null) {
      present = clients.admin();
      admin = present;
    }
    return present;
  }

  @Override
  @PreDestroy
  public synchronized void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
