package dev.graft.trainer.dataset;

import java.util.List;

/**
 * What a task wants to learn: selects the examples that a fit can use.
 *
 * @param classes in the order of the probabilities
 * @param space the vectors it learns from
 * @param width length of such a vector
 */
public record Wish(List<String> classes, String space, int width) {
  public Wish {
    classes = List.copyOf(classes);
  }

  /** Whether a fit would use the example. */
  public boolean takes(Row row) {
    return classes.contains(row.className())
        && row.in(space).filter(embedding -> embedding.vector().length == width).isPresent();
  }

  /** Whether a fit would see a difference between two states of an example. */
  public boolean tellsApart(Row before, Row after) {
    boolean used = takes(before);
    if (used != takes(after)) {
      return true;
    }
    return used
        && !(before.className().equals(after.className())
            && before.validation() == after.validation()
            && before.splitHash() == after.splitHash()
            && before.in(space).equals(after.in(space)));
  }
}
