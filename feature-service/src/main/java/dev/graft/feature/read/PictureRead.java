package dev.graft.feature.read;

import java.util.List;

/** What became of reading an image. */
public sealed interface PictureRead {
  /**
   * It was decoded; the picture itself, which may have 150 MB, is gone.
   *
   * @param inputs what was made of it, one for each space asked for
   */
  record Seen(List<Input> inputs) implements PictureRead {}

  /** It can never be read; goes to graft.rejects. */
  record Unreadable(String fault, String reason) implements PictureRead {}

  /** The store says that there is no such blob; it may yet appear. */
  record Absent() implements PictureRead {}

  /** The image was erased meanwhile, and its blob with it: nothing is wrong. */
  record Erased() implements PictureRead {}
}
