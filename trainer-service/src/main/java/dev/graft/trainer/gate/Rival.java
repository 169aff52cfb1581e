package dev.graft.trainer.gate;

/**
 * An earlier version, rescored on today's validation examples beside the new head.
 *
 * @param version its number
 * @param parent the new head was started from it
 * @param sameClasses it answers with the same list of classes; if not, both were compared on the
 *     classes they share
 * @param examples on which both could answer
 * @param right how many of them the rival has right
 * @param onlyNew that only the new head has right
 * @param onlyRival that only the rival has right
 */
public record Rival(
    long version,
    boolean parent,
    boolean sameClasses,
    int examples,
    int right,
    int onlyNew,
    int onlyRival) {

  /** Loss of accuracy of the new head against this rival; negative: a gain. */
  public double drop() {
    return examples == 0 ? 0 : (double) (onlyRival - onlyNew) / examples;
  }

  public double accuracy() {
    return examples == 0 ? 0 : (double) right / examples;
  }

  public double accuracyOfNew() {
    return accuracy() - drop();
  }
}
