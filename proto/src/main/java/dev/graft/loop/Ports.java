package dev.graft.loop;

import dev.graft.topics.Topic;
import org.apache.kafka.streams.Topology;

/**
 * Where a topology meets our topics: decoding with rejects on the way in, CloudEvents headers on
 * the way out.
 */
public final class Ports {
  private Ports() {}

  /**
   * Adds a source of a topic. What can't be decoded goes to graft.rejects in the same transaction;
   * the rest, tombstones with a null value among it, is forwarded as {@code Record<String, V>}.
   *
   * @return the name of the node to name as parent
   */
  public static String in(Topology topology, Topic<?> topic, String service) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a sink of a topic, fed with {@code Record<String, V>}.
   *
   * @return the name of the node, to forward to by name
   */
  public static String out(Topology topology, Topic<?> topic, String service, String... parents) {
    throw new UnsupportedOperationException();
  }
}
