package dev.graft.inference.judge;

import java.time.Instant;

/**
 * The last change of a rollout.
 *
 * @param why what led here, as a sentence
 * @param by who: a person, the gate, the judge, a replica
 * @param since when
 * @param revision counts the changes, from 1
 */
public record Told(String why, String by, Instant since, long revision) {

  static final Told NOTHING = new Told("", "", Instant.EPOCH, 0);

  Told then(String nextWhy, String nextBy, Instant now) {
    return new Told(nextWhy, nextBy, now, revision + 1);
  }
}
