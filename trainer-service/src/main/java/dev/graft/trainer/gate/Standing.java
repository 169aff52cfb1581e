package dev.graft.trainer.gate;

/**
 * How the new judged head did on examples that it never saw.
 *
 * @param examples how many
 * @param right how many of them it has right
 * @param mostFrequent examples of the most frequent class: what guessing would have right
 * @param evidence where the examples come from, in words, e.g. "validation"
 */
public record Standing(int examples, int right, int mostFrequent, String evidence) {
  public double accuracy() {
    return examples == 0 ? 0 : (double) right / examples;
  }

  public double guessing() {
    return examples == 0 ? 0 : (double) mostFrequent / examples;
  }

  @Override
  public String toString() {
    return "%.3f (%d of %d, %s)".formatted(accuracy(), right, examples, evidence);
  }
}
