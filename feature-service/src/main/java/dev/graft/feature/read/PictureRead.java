package dev.graft.feature.read;

import dev.graft.vision.picture.Picture;

/** What became of reading an image. */
public sealed interface PictureRead {
  record Seen(Picture picture) implements PictureRead {}

  /** It can never be read; goes to graft.rejects. */
  record Unreadable(String fault, String reason) implements PictureRead {}

  /** The store says that there is no such blob; it may yet appear. */
  record Absent() implements PictureRead {}

  /** The image was erased meanwhile, and its blob with it: nothing is wrong. */
  record Erased() implements PictureRead {}
}
