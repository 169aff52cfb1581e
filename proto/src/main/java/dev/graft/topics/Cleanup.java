package dev.graft.topics;

/** What Kafka does with old records of a topic. */
public enum Cleanup {
  /** Keep the newest record of each key for ever. */
  COMPACT("compact"),
  /** Drop records older than the retention. */
  DELETE("delete"),
  /** Both: the newest of each key, and not even that beyond the retention. */
  COMPACT_AND_DELETE("compact,delete");

  private final String policy;

  Cleanup(String policy) {
    this.policy = policy;
  }

  /** Kafka's value of {@code cleanup.policy}. */
  public String policy() {
    return policy;
  }
}
