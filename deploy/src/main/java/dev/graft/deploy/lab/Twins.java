package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.events.Digests;
import dev.graft.vision.diagnose.Measured.Twin;
import dev.graft.vision.examine.Likeness;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds pictures of one part in the other under another name: by a digest of their pixels, and
 * those that were only scaled or compressed anew by two likenesses that must agree, the network's
 * and a thumbnail's.
 */
final class Twins {
  private static final PictureDecoder DECODER = new PictureDecoder(PictureLimits.DEFAULT);

  /** Everything two pictures are compared by; vectors are centred and of length one. */
  private record Look(LabPicture picture, String pixels, float[] thumbnail, float[] embedding) {}

  private Twins() {}

  static List<Twin> of(List<Embedded> all) {
    List<float[]> vectors = all.stream().map(one -> one.stages()[0]).toList();
    float[] mean = Likeness.mean(vectors, vectors.get(0).length);
    List<Look> looks = all.parallelStream().map(one -> look(one, mean)).toList();
    var training =
        looks.stream().filter(look -> look.picture().part() == LabPicture.Part.FIT).toList();
    Map<String, Look> byPixels = new HashMap<>();
    training.forEach(look -> byPixels.putIfAbsent(look.pixels(), look));
    var twins = new ArrayList<Twin>();
    for (Look look : looks) {
      if (look.picture().part() == LabPicture.Part.VALIDATION) {
        Look same = byPixels.get(look.pixels());
        if (same != null) {
          twins.add(twin(same, look, true));
        } else {
          alike(look, training).ifPresent(other -> twins.add(twin(other, look, false)));
        }
      }
    }
    return List.copyOf(twins);
  }

  private static Optional<Look> alike(Look look, List<Look> training) {
    return training.parallelStream()
        .filter(
            other -> Likeness.dot(look.embedding(), other.embedding()) >= Likeness.SAME_EMBEDDING)
        .filter(
            other -> Likeness.dot(look.thumbnail(), other.thumbnail()) >= Likeness.SAME_THUMBNAIL)
        .findFirst();
  }

  private static Twin twin(Look training, Look validation, boolean exact) {
    return new Twin(
        training.picture().file().toString(),
        validation.picture().file().toString(),
        exact,
        training.picture().label() == validation.picture().label());
  }

  private static Look look(Embedded one, float[] mean) {
    try {
      return DECODER.decode(
          Files.readAllBytes(one.picture().file()),
          picture ->
              new Look(
                  one.picture(),
                  digest(picture),
                  Likeness.thumbnail(picture),
                  Likeness.direction(one.stages()[0], mean)),
          unreadable -> {
            throw new Failure(one.picture().file() + " can't be read: " + unreadable.reason());
          });
    } catch (IOException e) {
      throw new Failure("can't read " + one.picture().file() + ": " + e.getMessage(), e);
    }
  }

  private static String digest(Picture picture) {
    return Digests.sha256Hex(
        ByteBuffer.allocate(8 + picture.rgb().length)
            .putInt(picture.width())
            .putInt(picture.height())
            .put(picture.rgb())
            .array());
  }
}
