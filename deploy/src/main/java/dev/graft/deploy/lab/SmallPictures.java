package dev.graft.deploy.lab;

import dev.graft.vision.picture.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Pictures that hold no more detail than half of the side that a network usually sees. They are
 * blown up to that side because pretrained features live in its scale; but a pass at half of it
 * costs a quarter.
 */
final class SmallPictures {
  private static final int LOOKS = 64;

  /** Four times the pixels, so about four times the seconds. */
  private static final double DEARER = 4;

  private SmallPictures() {}

  /**
   * What an experiment begins with. Small pictures are seen at half of the usual side, unless the
   * held-back ones say that the head alone is clearly worse there.
   */
  static TuneGround ground(
      CutSource usual, LabSet set, LabOptions options, Deadline deadline, List<String> remarks)
      throws IOException, InterruptedException {
    Optional<CutSource> half = usual.halved();
    int side = medianShortSide(set);
    if (half.isEmpty() || side > half.get().preprocessing().crop()) {
      return TuneGround.prepare(usual, set, options, deadline, true, remarks);
    }
    var halved = TuneGround.prepare(half.get(), set, options, deadline, true, remarks);
    if (DEARER * halved.seconds() > deadline.left().toMillis() / 1e3 / 2) {
      remarks.add(
          "the pictures are small, %d pixels, so they are seen at %d; there was no time to compare with %d"
              .formatted(side, side(halved), usual.preprocessing().crop()));
      return halved;
    }
    var whole = TuneGround.prepare(usual, set, options, deadline, false, new ArrayList<>());
    boolean samePictures = whole.embedded().size() == halved.embedded().size();
    boolean worse = samePictures && Choice.clearlyBetter(whole.alone(), halved.alone());
    remarks.add(
        "the pictures are small, %d pixels: the head alone has %.3f right of the held-back ones at %d pixels and %.3f at %d, so they are seen at %d"
            .formatted(
                side,
                halved.alone().accuracy(),
                side(halved),
                whole.alone().accuracy(),
                side(whole),
                side(worse ? whole : halved)));
    return worse ? whole : halved;
  }

  private static int side(TuneGround ground) {
    return ground.source().preprocessing().crop();
  }

  private static int medianShortSide(LabSet set) {
    var pictures =
        new ArrayList<>(
            set.pictures().stream()
                .filter(picture -> picture.part() == LabPicture.Part.FIT)
                .toList());
    Collections.shuffle(pictures, new Random(pictures.size()));
    int[] sides =
        pictures.stream()
            .limit(LOOKS)
            .map(picture -> EmbeddingPass.picture(picture.file()))
            .mapToInt(SmallPictures::shortSide)
            .sorted()
            .toArray();
    return sides[sides.length / 2];
  }

  private static int shortSide(Picture picture) {
    return Math.min(picture.width(), picture.height());
  }
}
