package dev.graft.inference.evidence;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one image in one trial: what both versions first answered, and its label.
 * Answers may come in any order and before or after the label; the changes of a label come in the
 * order of their numbers.
 *
 * <p>The image bears witness once, if it was never labelled before both answered, nor is in a
 * dataset of the two, and its label came no later than {@link Terms#PATIENCE}. What the label says
 * then may change as often as it likes; while it is withdrawn, the image says nothing.
 *
 * @param first the first answers in the trial; null: none yet
 * @param label null: never labelled, or before anything that counts and not touched since
 */
public record Sighting(@Nullable Answers first, @Nullable Label label) {

  public static final Sighting NOTHING = new Sighting(null, null);

  private static final Comparator<Answers> BY_TIME =
      Comparator.comparing(Answers::time).thenComparing(Answers::predictionId);

  /**
   * What both versions answered to one request.
   *
   * @param candidate the class that the candidate gave
   * @param other the class that the other version gave
   */
  public record Answers(Instant time, String predictionId, String candidate, String other) {}

  /**
   * The label that counts now.
   *
   * @param sequence of the change by which the image was first labelled; 0: before all that counts
   * @param time when that label came, which may be before the change
   * @param className empty: the label was withdrawn
   */
  public record Label(long sequence, Instant time, String className) {

    /** First heard of when it was there already. */
    static Label known(String className) {
      return new Label(0, Instant.EPOCH, className);
    }

    public boolean withdrawn() {
      return className.isEmpty();
    }

    Label saying(String now) {
      return new Label(sequence, time, now);
    }
  }

  /** With answers of both; only the first of the trial count. */
  public Sighting answered(Answers answers, Terms terms) {
    var belongs = !answers.time().isBefore(terms.began());
    return belongs && (first == null || BY_TIME.compare(answers, first) < 0)
        ? new Sighting(answers, label)
        : this;
  }

  /** With a label where there was none. */
  public Sighting labelled(long sequence, Instant time, String className) {
    return new Sighting(
        first, label == null ? new Label(sequence, time, className) : label.saying(className));
  }

  /** With another label, or the same one again. */
  public Sighting relabelled(String className) {
    return new Sighting(first, label == null ? Label.known(className) : label.saying(className));
  }

  public Sighting withdrawn() {
    return relabelled("");
  }

  /** The image's pair; none if it does not count. */
  public Pairs pairs(Terms terms) {
    if (first == null || label == null || label.withdrawn()) {
      return Pairs.NONE;
    }
    var late = first.time().plus(Terms.PATIENCE);
    var counts =
        label.sequence() > terms.cut()
            && label.time().isAfter(first.time())
            && !label.time().isAfter(late);
    return counts
        ? Pairs.of(
            first.candidate().equals(label.className()), first.other().equals(label.className()))
        : Pairs.NONE;
  }
}
