package dev.graft.inference.predict;

import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer, and what is done once it has left.
 *
 * @param afterwards never blocks
 */
public record Answered<T>(T value, Runnable afterwards) {

  private static final Logger log = LoggerFactory.getLogger(Answered.class);

  /** Nothing is left to do after this one. */
  static <T> Answered<T> only(T value) {
    return new Answered<>(value, () -> {});
  }

  /** The same answer in other words. */
  public <R> Answered<R> map(Function<T, R> words) {
    return new Answered<>(words.apply(value), afterwards);
  }

  /** The answer has left. */
  void left() {
    try {
      afterwards.run();
    } catch (RuntimeException fault) { // nobody waits who could be told
      log.error("an answer left, but it was not recorded, by our fault", fault);
    }
  }
}
