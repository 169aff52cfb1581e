package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.events.Digests;
import dev.graft.vision.diagnose.Measured.Twin;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.picture.Preprocessing;
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
  /** Cosine of two embeddings around the mean of all. */
  static final double ALIKE = 0.9;

  /** Correlation of two gray thumbnails. */
  static final double LOOKS_ALIKE = 0.98;

  private static final Preprocessing THUMBNAIL = Preprocessing.imagenet(16, 16);
  private static final PictureDecoder DECODER = new PictureDecoder(PictureLimits.DEFAULT);

  /** Everything two pictures are compared by; vectors are centred and of length one. */
  private record Look(LabPicture picture, String pixels, float[] thumbnail, float[] embedding) {}

  private Twins() {}

  static List<Twin> of(List<Embedded> all) {
    float[] mean = mean(all);
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
        .filter(other -> dot(look.embedding(), other.embedding()) >= ALIKE)
        .filter(other -> dot(look.thumbnail(), other.thumbnail()) >= LOOKS_ALIKE)
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
    float[] vector = one.stages()[0];
    float[] centred = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      centred[i] = vector[i] - mean[i];
    }
    try {
      return DECODER.decode(
          Files.readAllBytes(one.picture().file()),
          picture -> new Look(one.picture(), digest(picture), thumbnail(picture), unit(centred)),
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

  private static float[] thumbnail(Picture picture) {
    byte[] rgb = THUMBNAIL.squares(picture).get(0);
    float[] gray = new float[rgb.length / 3];
    float sum = 0;
    for (int i = 0; i < gray.length; i++) {
      gray[i] = (rgb[3 * i] & 0xff) + (rgb[3 * i + 1] & 0xff) + (rgb[3 * i + 2] & 0xff);
      sum += gray[i];
    }
    for (int i = 0; i < gray.length; i++) {
      gray[i] -= sum / gray.length;
    }
    return unit(gray);
  }

  private static float[] unit(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length && length > 0; i++) {
      vector[i] /= (float) length;
    }
    return vector;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] mean(List<Embedded> all) {
    float[] mean = new float[all.get(0).stages()[0].length];
    for (Embedded one : all) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one.stages()[0][i] / all.size();
      }
    }
    return mean;
  }
}
