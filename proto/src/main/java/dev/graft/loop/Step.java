package dev.graft.loop;

import com.google.protobuf.Message;
import java.util.List;

/**
 * Stateless work: the messages of one poll in, what must follow out. The loop sends it all and
 * commits the poll in one transaction, after the step has returned.
 */
@FunctionalInterface
public interface Step<V extends Message> {
  /**
   * A message that can't be taken is a {@link Outgoing.Refuse}; an exception means that the world
   * is broken: the loop rewinds, backs off, says unhealthy, and gives the same messages again.
   *
   * @param poll not empty; without tombstones and what could not be decoded
   */
  List<Outgoing> on(List<Received<V>> poll) throws Exception;
}
