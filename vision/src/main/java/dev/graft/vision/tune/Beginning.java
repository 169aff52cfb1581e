package dev.graft.vision.tune;

/** Whether a fine-tune may begin. */
public sealed interface Beginning {
  /** It may; nothing is learned yet. */
  record Ready(FineTuning run) implements Beginning {}

  /**
   * The head has to be fitted first, on these very pictures.
   *
   * @param why a sentence for people
   */
  record NotSettled(String why) implements Beginning {}
}
