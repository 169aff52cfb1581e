package dev.graft.ingest.outcome;

import java.util.function.Function;

/**
 * What came of a submission. A refusal is the publisher's to mend and is a value; a store or broker
 * that is down is an exception.
 */
public sealed interface Outcome<T> {

  /** It was taken, and became this. */
  record Taken<T>(T value) implements Outcome<T> {}

  /**
   * It was not taken.
   *
   * @param reason a sentence that says what is wrong and what to do
   */
  record Refused<T>(Fault fault, String reason) implements Outcome<T> {}

  static <T> Outcome<T> taken(T value) {
    return new Taken<>(value);
  }

  static <T> Outcome<T> refused(Fault fault, String reason) {
    return new Refused<>(fault, reason);
  }

  /** The one way to look inside: both cases must be answered. */
  default <R> R either(Function<T, R> whenTaken, Function<Refused<T>, R> whenRefused) {
    if (this instanceof Refused<T> refused) {
      return whenRefused.apply(refused);
    }
    return whenTaken.apply(((Taken<T>) this).value());
  }

  /** Goes on with what was taken; a refusal stays what it is. */
  default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
    return either(next, refused -> refused(refused.fault(), refused.reason()));
  }
}
