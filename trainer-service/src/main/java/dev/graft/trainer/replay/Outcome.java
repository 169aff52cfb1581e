package dev.graft.trainer.replay;

/** What came of rebuilding a version. */
public sealed interface Outcome {

  /**
   * The same bits came out.
   *
   * @param head sha256 of the file that both heads lie in
   * @param examples how many it learned from and was judged by
   */
  record Same(String head, int examples) implements Outcome {}

  /** Something else came out of the same data set: a fit, or a manifest, is not to be trusted. */
  record Differs(String why) implements Outcome {}

  /** It can't be rebuilt any more, or not from here. */
  record Refused(String why) implements Outcome {}
}
