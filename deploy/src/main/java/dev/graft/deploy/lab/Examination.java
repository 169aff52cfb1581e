package dev.graft.deploy.lab;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.PlainNetwork;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.domain.DomainStatistics;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** Measures what a diagnosis of two parts of a folder needs. */
public final class Examination {
  private static final int FOLDS = 5;

  /** Pictures by which ways to prepare them, and statistics, are compared. */
  private static final int SOME = 200;

  /** Pictures that BatchNorm is normalised over when it uses their own statistics. */
  private static final int BATCH = 16;

  private static final Duration UNBOUNDED = Duration.ofDays(1);

  private final LabSet set;
  private final WeightsFile weights;
  private final Device device;

  public Examination(LabSet set, WeightsFile weights, Device device) {
    this.set = set;
    this.weights = weights;
    this.device = device;
  }

  /**
   * Measures it all.
   *
   * @param progress hears how many pictures went through the network
   */
  public Measured measure(IntConsumer progress) throws InterruptedException {
    List<Embedded> embedded;
    List<Preprocessed> prepared;
    try (Backbone backbone = weights.load(device, Backbone::load)) {
      embedded = EmbeddingPass.of(set.pictures(), backbone, Deadline.in(UNBOUNDED), progress);
      prepared = preparedOtherwise(backbone);
    }
    var trial = new HeadTrial(embedded, 0, set.classes());
    FittedHead head = trial.fitted(picture -> true);
    LabelledEmbeddings training = trial.data(picture -> picture.part() == LabPicture.Part.FIT);
    LabelledEmbeddings other = trial.data(picture -> picture.part() != LabPicture.Part.FIT);
    return new Measured(
        right(head, training),
        outOfFold(training, head),
        right(head, other),
        Twins.of(embedded),
        prepared,
        statistics(),
        drift());
  }

  private static Accuracy right(FittedHead head, LabelledEmbeddings on) {
    int right = 0;
    for (int i = 0; i < on.size(); i++) {
      right += head.head().answer(on.vectors()[i]) == on.labels()[i] ? 1 : 0;
    }
    return new Accuracy(right, on.size());
  }

  /** Each example by a head that has not seen it; the penalty is that of all. */
  private static Accuracy outOfFold(LabelledEmbeddings all, FittedHead like)
      throws InterruptedException {
    var options = SoftmaxFitOptions.choosing().reusing(like.l2(), like.temperature());
    int right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      var seen = new ArrayList<Integer>();
      var held = new ArrayList<Integer>();
      for (int i = 0; i < all.size(); i++) {
        (i % FOLDS == fold ? held : seen).add(i);
      }
      right += right(SoftmaxFit.fit(part(all, seen), options, null), part(all, held)).right();
    }
    return new Accuracy(right, all.size());
  }

  private static LabelledEmbeddings part(LabelledEmbeddings all, List<Integer> ids) {
    return new LabelledEmbeddings(
        ids.stream().map(i -> all.vectors()[i]).toArray(float[][]::new),
        ids.stream().mapToInt(i -> all.labels()[i]).toArray(),
        ids.stream().mapToLong(i -> all.foldHashes()[i]).toArray(),
        all.classes());
  }

  private List<Preprocessed> preparedOtherwise(Backbone backbone) throws InterruptedException {
    var ways = new ArrayList<Preprocessed>();
    for (Way way : Way.all(backbone.preprocessing())) {
      var vectors = new ArrayList<float[]>();
      for (var batch : batches(someTraining())) {
        var inputs = batch.stream().map(p -> EmbeddingPass.prepare(p.file(), way::tensor)).toList();
        vectors.addAll(List.of(backbone.embed(inputs)));
      }
      ways.add(new Preprocessed(way.name(), honest(someTraining(), vectors)));
    }
    return ways;
  }

  private Optional<Measured.Statistics> statistics() throws InterruptedException {
    if (!DomainProbe.canMeasure(weights.architecture())) {
      return Optional.empty();
    }
    try (PlainNetwork network = weights.load(device, PlainNetwork::load)) {
      // Training moves the statistics, so what uses them comes first.
      Accuracy running = honest(someTraining(), embed(network, Pass.INFER));
      Accuracy batch = honest(someTraining(), embed(network, Pass.TRAIN));
      return Optional.of(new Measured.Statistics(running, batch));
    }
  }

  private List<float[]> embed(PlainNetwork network, Pass pass) {
    var preprocessing = network.architecture().preprocessing();
    var vectors = new ArrayList<float[]>();
    for (var batch : batches(someTraining())) {
      var inputs = batch.stream().map(p -> EmbeddingPass.prepare(p.file(), preprocessing)).toList();
      vectors.addAll(List.of(network.embed(inputs, pass)));
    }
    return vectors;
  }

  private OptionalDouble drift() {
    if (!DomainProbe.canMeasure(weights.architecture())) {
      return OptionalDouble.empty();
    }
    try (DomainProbe probe = weights.load(device, DomainProbe::load)) {
      return OptionalDouble.of(
          DomainDistance.between(
                  look(probe, LabPicture.Part.FIT), look(probe, LabPicture.Part.VALIDATION))
              .overall());
    }
  }

  private DomainStatistics look(DomainProbe probe, LabPicture.Part part) {
    return probe.of(
        some(part).stream()
            .map(p -> EmbeddingPass.prepare(p.file(), probe.architecture().preprocessing()))
            .toList());
  }

  /** A linear head's answers to pictures that it was not fitted on. */
  private Accuracy honest(List<LabPicture> pictures, List<float[]> vectors)
      throws InterruptedException {
    var data =
        new LabelledEmbeddings(
            vectors.toArray(float[][]::new),
            pictures.stream().mapToInt(LabPicture::label).toArray(),
            pictures.stream().mapToLong(HeadTrial::fold).toArray(),
            set.classes().size());
    return outOfFold(data, SoftmaxFit.fit(data, SoftmaxFitOptions.choosing(), null));
  }

  private List<LabPicture> someTraining() {
    return some(LabPicture.Part.FIT);
  }

  /** The first of each class in turn; that mixes the classes, as BatchNorm wants it. */
  private List<LabPicture> some(LabPicture.Part part) {
    return set.pictures().stream()
        .filter(picture -> picture.part() == part)
        .sorted(java.util.Comparator.comparingInt(LabPicture::rank))
        .limit(SOME)
        .toList();
  }

  private static List<List<LabPicture>> batches(List<LabPicture> pictures) {
    var batches = new ArrayList<List<LabPicture>>();
    for (int from = 0; from < pictures.size(); from += BATCH) {
      batches.add(pictures.subList(from, Math.min(from + BATCH, pictures.size())));
    }
    return batches;
  }

  /** A way to prepare pictures that some published weights want. */
  private record Way(String name, Preprocessing preprocessing, boolean blueFirst) {
    static List<Way> all(Preprocessing used) {
      return List.of(
          new Way("as the network's usual weights", used, false),
          new Way("values from 0 to 1", normalised(used, 0, 1), false),
          new Way("values from -1 to 1", normalised(used, 0.5f, 0.5f), false),
          new Way("values from 0 to 255", normalised(used, 0, 1 / 255f), false),
          new Way("blue before red", used, true));
    }

    private static Preprocessing normalised(Preprocessing used, float mean, float std) {
      return new Preprocessing(
          used.resize(),
          used.interpolation(),
          used.crop(),
          List.of(mean, mean, mean),
          List.of(std, std, std));
    }

    float[] tensor(Picture picture) {
      return preprocessing.tensor(blueFirst ? swapped(picture) : picture);
    }

    private static Picture swapped(Picture picture) {
      byte[] bgr = picture.rgb().clone();
      for (int i = 0; i < bgr.length; i += 3) {
        byte red = bgr[i];
        bgr[i] = bgr[i + 2];
        bgr[i + 2] = red;
      }
      return new Picture(picture.width(), picture.height(), bgr);
    }
  }
}
