package dev.graft.feature.embed;

import dev.graft.feature.read.Input;
import dev.graft.feature.read.PictureRead;
import dev.graft.loop.Received;
import dev.graft.v1.ImageFact;
import java.util.List;

/** An image on its way to its forward passes. */
sealed interface Prepared {
  Received<ImageFact> record();

  /**
   * Ready to be embedded. The picture itself is gone by now: it may have 150 MB.
   *
   * @param inputs one for each space asked for, in that order
   */
  record Ready(Received<ImageFact> record, List<Input> inputs) implements Prepared {}

  /** There is nothing to embed. */
  record NotSeen(Received<ImageFact> record, PictureRead why) implements Prepared {}
}
