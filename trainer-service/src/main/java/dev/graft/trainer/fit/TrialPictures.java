package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Row;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.picture.Picture;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the tails of a trial make of stored pictures. What the task's last fit has left is taken;
 * for the rest, pictures are read from the store and go through the network one at a time, with as
 * long a pause after each, so that half a core is the most it takes from whatever else runs here.
 * One network is in memory meanwhile, beside that of the fits.
 *
 * <p>For one thread. What was made stays for the task's next trial, as far as that asks for it:
 * while labels come, heads follow each other within seconds, all beside the same earlier version.
 */
final class TrialPictures {
  /**
   * So many pictures at most go through a tail for a trial. A version that is 5 points worse shows
   * after some hundred; of a larger network a thousand take minutes.
   */
  static final int MOST = 1000;

  private final TailVectors tails;
  private final Pixels pixels;
  private final Map<String, Made> made = new HashMap<>(); // by task

  /**
   * What is known of a task's pictures.
   *
   * @param vectors by space and blob
   * @param unseen blobs that are not in the store, or that nobody can read: not asked for again
   */
  private record Made(Map<String, Map<String, float[]>> vectors, Set<String> unseen) {
    Made() {
      this(new HashMap<>(), new HashSet<>());
    }

    /** What was erased goes, and what another trial asked for. */
    void forgetAllBut(List<Bundle> tailed, List<Row> looked) {
      vectors.keySet().retainAll(tailed.stream().map(bundle -> bundle.space().id()).toList());
      Set<String> blobs = looked.stream().map(Row::blobDigest).collect(Collectors.toSet());
      vectors.values().forEach(ofSpace -> ofSpace.keySet().retainAll(blobs));
      unseen.retainAll(blobs);
    }
  }

  /**
   * The examples of a trial that neither version was fitted on.
   *
   * @param rows with the vectors of the tails, where there are any
   * @param looked pictures that went through a tail
   * @param gone pictures that are not in the store, or that nobody can read
   * @param left pictures beyond {@link #MOST}
   */
  record Shown(List<Row> rows, int looked, int gone, int left) {
    /** What there is to say of it, to be added to a sentence. */
    String words() {
      return told("; %d of them from their pictures", looked)
          + told("; %d pictures are not in the store, or can't be read", gone)
          + told("; %d more pictures were not looked at", left);
    }

    private static String told(String words, int count) {
      return count == 0 ? "" : words.formatted(count);
    }
  }

  TrialPictures(TailVectors tails, Pixels pixels) {
    this.tails = tails;
    this.pixels = pixels;
  }

  Shown show(ShadowRequest request, Beside beside)
      throws BadWeightsException, InterruptedException {
    List<Row> known = request.snapshot().rows().stream().filter(beside::asks).toList();
    List<Bundle> tailed = tailed(beside);
    for (Bundle bundle : tailed) {
      known = tails.held(request.taskId(), bundle.backbone(), bundle.tail().orElseThrow(), known);
    }
    List<Row> wanting = wanting(known, beside);
    List<Row> looked = wanting.subList(0, Math.min(MOST, wanting.size()));
    Made ours = made.computeIfAbsent(request.taskId(), task -> new Made());
    ours.forgetAllBut(tailed, looked);
    for (Bundle bundle : tailed) {
      look(bundle, looked, ours);
    }
    List<Row> all = known.stream().map(row -> with(row, ours.vectors())).toList();
    int gone =
        wanting(looked.stream().map(row -> with(row, ours.vectors())).toList(), beside).size();
    return new Shown(all, looked.size() - gone, gone, wanting.size() - looked.size());
  }

  /** In the order in which they are looked at. */
  private static List<Row> wanting(List<Row> rows, Beside beside) {
    return rows.stream()
        .filter(row -> isWanting(row, beside.both()))
        .sorted(
            Comparator.comparing((Row row) -> !beside.isLater(row))
                .thenComparing(Row::splitHash, Long::compareUnsigned)
                .thenComparing(Row::imageId))
        .toList();
  }

  /** Those with a tail, one of each space. */
  private static List<Bundle> tailed(Beside beside) {
    var bySpace = new LinkedHashMap<String, Bundle>();
    for (Bundle bundle : beside.both()) {
      if (bundle.tail().isPresent()) {
        bySpace.putIfAbsent(bundle.space().id(), bundle);
      }
    }
    return List.copyOf(bySpace.values());
  }

  /** Whether all that it lacks to be answered by both are vectors of tails. */
  private static boolean isWanting(Row row, List<Bundle> both) {
    boolean wanting = false;
    for (Bundle bundle : both) {
      if (Beside.vector(bundle, row).isEmpty()) {
        if (bundle.tail().isEmpty()) {
          return false;
        }
        wanting = true;
      }
    }
    return wanting;
  }

  private void look(Bundle bundle, List<Row> rows, Made ours)
      throws BadWeightsException, InterruptedException {
    var vectors = ours.vectors().computeIfAbsent(bundle.space().id(), id -> new HashMap<>());
    List<Row> lacking =
        rows.stream()
            .filter(row -> Beside.vector(bundle, row).isEmpty())
            .filter(row -> !vectors.containsKey(row.blobDigest()))
            .filter(row -> !ours.unseen().contains(row.blobDigest()))
            .toList();
    if (lacking.isEmpty()) {
      return;
    }
    try (Backbone network = tails.load(bundle.backbone(), bundle.tail().orElseThrow())) {
      for (Row row : lacking) {
        long began = System.nanoTime();
        look(network, row)
            .ifPresentOrElse(
                vector -> vectors.put(row.blobDigest(), vector),
                () -> ours.unseen().add(row.blobDigest()));
        Thread.sleep(Math.max(1, (System.nanoTime() - began) / 1_000_000));
      }
    }
  }

  private Optional<float[]> look(Backbone network, Row row) {
    Optional<Picture> picture = pixels.of(row.imageId(), row.blobDigest());
    return picture
        .filter(one -> network.refuses(one).isEmpty())
        .map(one -> network.embedPictures(List.of(one))[0]);
  }

  private static Row with(Row row, Map<String, Map<String, float[]>> vectors) {
    Row more = row;
    for (var ofSpace : vectors.entrySet()) {
      if (more.in(ofSpace.getKey()).isEmpty()) {
        more = TailVectors.with(more, ofSpace.getKey(), ofSpace.getValue());
      }
    }
    return more;
  }
}
