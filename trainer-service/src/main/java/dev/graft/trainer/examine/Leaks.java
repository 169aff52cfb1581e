package dev.graft.trainer.examine;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.fit.Pixels;
import dev.graft.vision.diagnose.Measured.Twin;
import dev.graft.vision.examine.Likeness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds pictures of the validation split in the train split under another id: those of the same
 * bytes or the same embedding to the bit, and those that were only scaled or compressed anew, by
 * embedding and thumbnail. Pictures are opened for pairs alone that the embeddings find alike.
 */
final class Leaks {
  /** Products of two values that a search takes at most: some seconds of a core. */
  private static final long MOST_PRODUCTS = 4_000_000_000L;

  /** Pictures that a search opens, each in tens of milliseconds. */
  private static final int MOST_OPENED = 1000;

  /** The nearest pictures of one that are opened to look. */
  private static final int NEAREST = 5;

  private final String space;
  private final int width;
  private final Pixels pixels;
  private final List<Dataset.Pick> train;
  private final Map<String, Optional<float[]>> thumbnails = new HashMap<>();

  /**
   * @param space whose vectors are compared; examples without one are compared by their bytes alone
   */
  Leaks(String space, int width, Pixels pixels, List<Dataset.Pick> train) {
    this.space = space;
    this.width = width;
    this.pixels = pixels;
    this.train = train;
  }

  /**
   * What was found.
   *
   * @param searched validation pictures that were also searched for by likeness
   */
  record Found(List<Twin> twins, int searched) {}

  Found among(List<Dataset.Pick> validation) {
    List<Dataset.Pick> known = train.stream().filter(pick -> vector(pick).isPresent()).toList();
    List<float[]> vectors =
        Stream.concat(known.stream(), validation.stream())
            .flatMap(pick -> vector(pick).stream())
            .toList();
    float[] mean = Likeness.mean(vectors, width);
    List<float[]> directions =
        vectors.subList(0, known.size()).stream()
            .map(vector -> Likeness.direction(vector, mean))
            .toList();
    long products = Math.max(1, (long) known.size() * width);
    long most = MOST_PRODUCTS / products;
    Map<String, Dataset.Pick> bytes = byBytes();
    var twins = new ArrayList<Twin>();
    int searched = 0;
    for (Dataset.Pick pick : validation) {
      Optional<Dataset.Pick> same = same(pick, bytes);
      if (same.isPresent()) {
        twins.add(twin(same.get(), pick, true));
      } else if (searched < most && thumbnails.size() < MOST_OPENED && vector(pick).isPresent()) {
        searched++;
        float[] direction = Likeness.direction(vector(pick).get(), mean);
        alike(pick, direction, known, directions).ifPresent(t -> twins.add(twin(t, pick, false)));
      }
    }
    return new Found(List.copyOf(twins), searched);
  }

  /** By digests of picture and vector. */
  private Map<String, Dataset.Pick> byBytes() {
    var bytes = new HashMap<String, Dataset.Pick>();
    for (Dataset.Pick pick : train) {
      bytes.putIfAbsent(pick.row().blobDigest(), pick);
      pick.row().in(space).ifPresent(embedding -> bytes.putIfAbsent(embedding.digest(), pick));
    }
    return bytes;
  }

  private Optional<Dataset.Pick> same(Dataset.Pick pick, Map<String, Dataset.Pick> bytes) {
    Optional<Dataset.Pick> blob = Optional.ofNullable(bytes.get(pick.row().blobDigest()));
    return blob.or(
        () ->
            pick.row()
                .in(space)
                .flatMap(embedding -> Optional.ofNullable(bytes.get(embedding.digest()))));
  }

  private Optional<Dataset.Pick> alike(
      Dataset.Pick pick, float[] direction, List<Dataset.Pick> known, List<float[]> directions) {
    return IntStream.range(0, known.size())
        .mapToObj(i -> new Near(known.get(i), Likeness.dot(direction, directions.get(i))))
        .filter(near -> near.cosine() >= Likeness.SAME_EMBEDDING)
        .sorted(Comparator.comparingDouble(Near::cosine).reversed())
        .limit(NEAREST)
        .map(Near::pick)
        .filter(other -> looksLike(pick.row(), other.row()))
        .findFirst();
  }

  private record Near(Dataset.Pick pick, double cosine) {}

  private boolean looksLike(Row one, Row other) {
    Optional<float[]> a = thumbnail(one);
    Optional<float[]> b = thumbnail(other);
    return a.isPresent()
        && b.isPresent()
        && Likeness.dot(a.get(), b.get()) >= Likeness.SAME_THUMBNAIL;
  }

  /** Empty where the picture is gone. */
  private Optional<float[]> thumbnail(Row row) {
    return thumbnails.computeIfAbsent(
        row.imageId(), id -> pixels.of(id, row.blobDigest()).map(Likeness::thumbnail));
  }

  private Optional<float[]> vector(Dataset.Pick pick) {
    return pick.row().in(space).map(Row.Embedding::vector).filter(found -> found.length == width);
  }

  private static Twin twin(Dataset.Pick train, Dataset.Pick validation, boolean exact) {
    return new Twin(
        train.row().imageId(),
        validation.row().imageId(),
        exact,
        train.label() == validation.label());
  }
}
