package dev.graft.vision.picture;

/** The words for machines that say what is wrong with a picture, or with it for a network. */
public final class Fault {
  /** There are no bytes. */
  public static final String EMPTY = "empty";

  /** More bytes than the limit. */
  public static final String TOO_LARGE = "too-large";

  /** Its header says more pixels than the limit. */
  public static final String TOO_MANY_PIXELS = "too-many-pixels";

  /** No kind of picture begins like this. */
  public static final String NOT_A_PICTURE = "not-a-picture";

  /** A kind of picture, or a variant of one, that is not read here. */
  public static final String UNSUPPORTED = "unsupported";

  /** It begins well and ends too early. */
  public static final String TRUNCATED = "truncated";

  /** It breaks the rules of its kind. */
  public static final String CORRUPT = "corrupt";

  /** Its short side is below what the network can make sense of. */
  public static final String TOO_SMALL = "too-small";

  /** It lacks a band that is asked for. */
  public static final String TOO_FEW_BANDS = "too-few-bands";

  private Fault() {}
}
