package dev.graft.trainer.examine;

import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.StoredWeights;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.PlainNetwork;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.diagnose.Measured.Statistics;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.examine.NetworkExam;
import dev.graft.vision.picture.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a version's network makes of some of its pictures, out of the store. */
final class Eye {
  /** With fewer pictures nothing can be said. */
  private static final int LEAST = 10;

  /**
   * Two passes over the same picture differ by rounding, on other devices and layouts too; that
   * leaves a cosine of 0.9999 and more.
   */
  private static final double EQUAL = 0.999;

  private final BlobStore blobs;
  private final Pixels pixels;
  private final Device device;
  private final Subject subject;
  private final BackboneSpec spec;
  private final ResolvedSpec resolved;

  Eye(BlobStore blobs, Pixels pixels, Device device, Subject subject) {
    this.blobs = blobs;
    this.pixels = pixels;
    this.device = device;
    this.subject = subject;
    this.spec = subject.bundle().backbone();
    this.resolved = ResolvedSpec.of(spec);
  }

  /**
   * What was seen.
   *
   * @param compared stored embeddings that were made again
   * @param differing those that came out otherwise
   * @param leastCosine of all that were compared; 1 for none
   * @param betweenParts distance of train and validation pictures in the backbone's eyes
   * @param fromPretraining distance of the train pictures from what it was trained on
   * @param remarks what could not be looked at, and why
   */
  record Looked(
      int compared,
      int differing,
      double leastCosine,
      List<Preprocessed> preprocessings,
      Optional<Statistics> statistics,
      OptionalDouble betweenParts,
      OptionalDouble fromPretraining,
      List<String> remarks) {
    static Looked nothing(String why) {
      return new Looked(
          0,
          0,
          1,
          List.of(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          List.of(why));
    }
  }

  Looked look(int most) throws IOException, BadWeightsException, InterruptedException {
    if (most == 0) {
      return Looked.nothing("no picture was looked at, as was asked for");
    }
    if (!resolved.isUsual()) {
      return Looked.nothing(
          "no picture was looked at: that takes the usual embedding of one square of three channels");
    }
    List<Dataset.Pick> train = there(subject.learned(), most);
    if (train.size() < LEAST) {
      return Looked.nothing(
          "no picture was looked at: the store has %d of the train pictures, and it takes %d"
              .formatted(train.size(), LEAST));
    }
    VisionRuntime.configure(1);
    NetworkExam exam = exam(train);
    return looked(train, exam, distances(train, there(subject.validation(), most)));
  }

  private static Looked looked(
      List<Dataset.Pick> train, NetworkExam exam, List<OptionalDouble> distances) {
    double least = 1;
    int differing = 0;
    for (int i = 0; i < train.size(); i++) {
      double cosine = cosine(train.get(i).vector(), exam.embeddings().get(i));
      least = Math.min(least, cosine);
      differing += cosine < EQUAL ? 1 : 0;
    }
    return new Looked(
        train.size(),
        differing,
        least,
        exam.preprocessings(),
        exam.statistics(),
        distances.get(0),
        distances.get(1),
        List.of());
  }

  private List<Dataset.Pick> there(List<Dataset.Pick> picks, int most) {
    return Subject.inTurn(picks, most).stream()
        .filter(pick -> pixels.of(pick.row().imageId(), pick.row().blobDigest()).isPresent())
        .toList();
  }

  private NetworkExam exam(List<Dataset.Pick> train)
      throws IOException, BadWeightsException, InterruptedException {
    try (PlainNetwork network = network()) {
      return NetworkExam.of(
          network,
          "as the task has it",
          resolved.preprocessing(),
          train.stream()
              .map(
                  pick ->
                      new NetworkExam.Seen(
                          () -> picture(pick), pick.label(), pick.row().splitHash()))
              .toList(),
          subject.bundle().classes().size());
    }
  }

  private PlainNetwork network() throws IOException, BadWeightsException {
    var weights = new StoredWeights(blobs);
    Optional<Tail> tail = subject.bundle().tail();
    if (tail.isEmpty()) {
      return PlainNetwork.load(spec, weights, device);
    }
    byte[] file =
        blobs
            .get(Keys.bundleFile(tail.get().digest()))
            .orElseThrow(() -> new IOException("the version's tail is not in the store"));
    return PlainNetwork.load(spec, weights, tail.get(), file, device);
  }

  private Picture picture(Dataset.Pick pick) {
    return pixels
        .of(pick.row().imageId(), pick.row().blobDigest())
        .orElseThrow(() -> gone(pick.row().imageId()));
  }

  private static UncheckedIOException gone(String imageId) {
    return new UncheckedIOException(
        new IOException("the picture of image " + imageId + " was erased meanwhile; ask again"));
  }

  /** Between the parts, and from what the network was trained on; in the published one's eyes. */
  private List<OptionalDouble> distances(List<Dataset.Pick> train, List<Dataset.Pick> validation)
      throws BadWeightsException {
    if (!DomainProbe.canMeasure(resolved.architecture())) {
      return List.of(OptionalDouble.empty(), OptionalDouble.empty());
    }
    try (var probe = DomainProbe.load(spec, new StoredWeights(blobs), device)) {
      var trained = probe.of(prepared(train));
      OptionalDouble apart =
          validation.isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(
                  DomainDistance.between(trained, probe.of(prepared(validation))).overall());
      double away = DomainDistance.between(trained, probe.trainedOn()).overall();
      return List.of(apart, OptionalDouble.of(away));
    }
  }

  private List<float[]> prepared(List<Dataset.Pick> picks) {
    var prepared = new ArrayList<float[]>();
    picks.forEach(pick -> prepared.add(resolved.preprocessing().tensor(picture(pick))));
    return prepared;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squares = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squares += (double) a[i] * a[i];
      others += (double) b[i] * b[i];
    }
    return squares == 0 || others == 0 ? 0 : product / Math.sqrt(squares * others);
  }
}
