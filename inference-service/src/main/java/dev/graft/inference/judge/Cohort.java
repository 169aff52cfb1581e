package dev.graft.inference.judge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Who is served by a candidate. A key has a fixed place between 0 and 1 in each trial, and is
 * served by the candidate while its place is below the share: the same on every replica, and
 * whoever is in stays in as the share grows. Each candidate deals the places anew, so that it is
 * not always the same people who try what is new.
 */
public final class Cohort {

  private static final int BITS = 53; // all that a double holds exactly

  private Cohort() {}

  /**
   * The version that answers.
   *
   * @param pin the version that the request names, 0 if none; it always wins
   * @param cohortKey the caller's, or the image id
   */
  public static long version(String taskId, Rollout rollout, long pin, String cohortKey) {
    if (pin != 0) {
      return pin;
    }
    var trial = rollout.trial();
    if (trial != null
        && trial.stage() == Trial.Stage.CANARY
        && isIn(taskId, trial.candidate().number(), trial.share(), cohortKey)) {
      return trial.candidate().number();
    }
    var stable = rollout.known().stable();
    return stable == null ? 0 : stable.number();
  }

  /**
   * Whether the candidate answers whoever has this key.
   *
   * @param share of the requests that it serves, a fraction
   */
  public static boolean isIn(String taskId, long candidate, double share, String cohortKey) {
    return place(taskId, candidate, cohortKey) < share;
  }

  /**
   * The place of a key in a candidate's trial, from 0 to below 1: the first 53 bits of a SHA-256.
   */
  public static double place(String taskId, long candidate, String cohortKey) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes =
          digest.digest(
              (taskId + '/' + candidate + '/' + cohortKey).getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(bytes).getLong() >>> (Long.SIZE - BITS)) * 0x1.0p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
