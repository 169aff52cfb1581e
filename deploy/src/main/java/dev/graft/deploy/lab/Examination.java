package dev.graft.deploy.lab;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.PlainNetwork;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.domain.DomainStatistics;
import dev.graft.vision.examine.Answers;
import dev.graft.vision.examine.NetworkExam;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** Measures what a diagnosis of two parts of a folder needs. */
public final class Examination {
  /** Pictures by which ways to prepare them, and statistics, are compared. */
  private static final int SOME = 200;

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
    try (Backbone backbone = weights.load(device, Backbone::load)) {
      embedded = EmbeddingPass.of(set.pictures(), backbone, Deadline.in(UNBOUNDED), progress);
    }
    NetworkExam exam = exam();
    var trial = new HeadTrial(embedded, 0, set.classes());
    FittedHead head = trial.fitted(picture -> true);
    LabelledEmbeddings training = trial.data(picture -> picture.part() == LabPicture.Part.FIT);
    LabelledEmbeddings other = trial.data(picture -> picture.part() != LabPicture.Part.FIT);
    return new Measured(
        Answers.of(head.head(), head.temperature(), training).accuracy(),
        NetworkExam.softmaxOutOfFold(training, head).accuracy(),
        Answers.of(head.head(), head.temperature(), other).accuracy(),
        Twins.of(embedded),
        exam.preprocessings(),
        exam.statistics(),
        drift());
  }

  private NetworkExam exam() throws InterruptedException {
    try (PlainNetwork network = weights.load(device, PlainNetwork::load)) {
      return NetworkExam.of(
          network,
          "as the network's usual weights",
          network.architecture().preprocessing(),
          some(LabPicture.Part.FIT).stream().map(Examination::seen).toList(),
          set.classes().size());
    }
  }

  private static NetworkExam.Seen seen(LabPicture picture) {
    return new NetworkExam.Seen(
        () -> EmbeddingPass.picture(picture.file()), picture.label(), HeadTrial.fold(picture));
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

  /** The first of each class in turn; that mixes the classes, as BatchNorm wants it. */
  private List<LabPicture> some(LabPicture.Part part) {
    return set.pictures().stream()
        .filter(picture -> picture.part() == part)
        .sorted(Comparator.comparingInt(LabPicture::rank))
        .limit(SOME)
        .toList();
  }
}
