package dev.graft.topics;

import org.apache.kafka.clients.admin.Admin;

/**
 * Creates the topics of the catalogue, and refuses to go on with topics that are not as the
 * catalogue says.
 */
public final class Provisioner {
  private Provisioner() {}

  /**
   * Idempotent, and safe when several services start at once.
   *
   * @throws WrongTopicException if a topic exists with another partition count or cleanup policy
   */
  public static void provision(Admin admin, int replicationFactor) {
    throw new UnsupportedOperationException();
  }
}
