package dev.graft.vision.examine;

import dev.graft.vision.backbone.PlainNetwork;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.diagnose.Measured.Statistics;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a network makes of labelled pictures, prepared as they are and otherwise, with the
 * statistics that its BatchNorms remember and with those of the pictures themselves. Each is judged
 * by a linear head on held-out pictures.
 *
 * @param embeddings {@code [n, width]} of the pictures as they are prepared now
 * @param preprocessings the one in use first
 * @param statistics empty for networks without BatchNorm
 */
public record NetworkExam(
    List<float[]> embeddings, List<Preprocessed> preprocessings, Optional<Statistics> statistics) {
  /** Pictures that BatchNorm is normalised over when it uses their own statistics. */
  private static final int BATCH = 16;

  public NetworkExam {
    embeddings = List.copyOf(embeddings);
    preprocessings = List.copyOf(preprocessings);
  }

  /**
   * A labelled picture. It is read when it is looked at, twice in all.
   *
   * @param foldHash stable hash of its group
   */
  public record Seen(Supplier<Picture> picture, int label, long foldHash) {}

  /**
   * Examines a network, which is of no use afterwards: its statistics have moved.
   *
   * @param network that makes one vector of a square of three channels
   * @param name of the preprocessing in use, for people
   * @param pictures a hundred or two, the classes mixed as BatchNorm wants it
   */
  public static NetworkExam of(
      PlainNetwork network, String name, Preprocessing used, List<Seen> pictures, int classes)
      throws InterruptedException {
    List<Way> ways = Way.all(name, used);
    List<List<float[]>> vectors = embedded(network, ways, pictures, Pass.INFER);
    var preprocessings = new ArrayList<Preprocessed>();
    for (int way = 0; way < ways.size(); way++) {
      preprocessings.add(
          new Preprocessed(
              ways.get(way).name(), honest(pictures, vectors.get(way), classes).accuracy()));
    }
    return new NetworkExam(
        vectors.get(0),
        preprocessings,
        statistics(network, ways.get(0), pictures, classes, preprocessings.get(0)));
  }

  /** Training moves the statistics, so what uses them has to come first. */
  private static Optional<Statistics> statistics(
      PlainNetwork network, Way used, List<Seen> pictures, int classes, Preprocessed running)
      throws InterruptedException {
    if (!DomainProbe.canMeasure(network.architecture())) {
      return Optional.empty();
    }
    List<float[]> vectors = embedded(network, List.of(used), pictures, Pass.TRAIN).get(0);
    return Optional.of(
        new Statistics(running.accuracy(), honest(pictures, vectors, classes).accuracy()));
  }

  /** By way. */
  private static List<List<float[]>> embedded(
      PlainNetwork network, List<Way> ways, List<Seen> pictures, Pass pass)
      throws InterruptedException {
    var vectors = new ArrayList<List<float[]>>();
    ways.forEach(way -> vectors.add(new ArrayList<>()));
    for (int from = 0; from < pictures.size(); from += BATCH) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled while pictures were looked at");
      }
      List<List<float[]>> prepared =
          prepared(ways, pictures.subList(from, Math.min(from + BATCH, pictures.size())));
      for (int way = 0; way < ways.size(); way++) {
        vectors.get(way).addAll(List.of(network.embed(prepared.get(way), pass)));
      }
    }
    return vectors;
  }

  /** By way; each picture is decoded once and let go. */
  private static List<List<float[]>> prepared(List<Way> ways, List<Seen> batch) {
    var prepared = new ArrayList<List<float[]>>();
    ways.forEach(way -> prepared.add(new ArrayList<>()));
    for (Seen seen : batch) {
      Picture picture = seen.picture().get();
      for (int way = 0; way < ways.size(); way++) {
        prepared.get(way).add(ways.get(way).tensor(picture));
      }
    }
    return prepared;
  }

  /** A linear head's answers to pictures that it was not fitted on. */
  private static Answers honest(List<Seen> pictures, List<float[]> vectors, int classes)
      throws InterruptedException {
    var data =
        new LabelledEmbeddings(
            vectors.toArray(float[][]::new),
            pictures.stream().mapToInt(Seen::label).toArray(),
            pictures.stream().mapToLong(Seen::foldHash).toArray(),
            classes);
    return softmaxOutOfFold(data, SoftmaxFit.fit(data, SoftmaxFitOptions.choosing(), null));
  }

  /**
   * Answers of heads like a given one to examples that they have not seen.
   *
   * @param like its penalty and temperature are taken over
   */
  public static Answers softmaxOutOfFold(LabelledEmbeddings all, FittedHead like)
      throws InterruptedException {
    var options = SoftmaxFitOptions.choosing().reusing(like.l2(), like.temperature());
    return Answers.outOfFold(
        all, like.temperature(), some -> SoftmaxFit.fit(some, options, null).head());
  }
}
