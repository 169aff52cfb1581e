package dev.graft.deploy.lab;

import dev.graft.vision.augment.LabelAudit;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.picture.Picture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which classes do not survive which change of a picture. A head learns from the fit part, and is
 * asked about the held-back pictures as they are and changed.
 */
public final class LabelChanges {
  private static final Duration UNBOUNDED = Duration.ofDays(1);

  /** More of a class would only say the same more exactly. */
  private static final int MOST_OF_A_CLASS = 50;

  private LabelChanges() {}

  /**
   * A class under a change.
   *
   * @param change as `graft task create --tune-keeps` names it
   * @param pictures of the class that were looked at
   * @param changed share of them whose answer is another one now
   * @param into what most of those became; empty if none did
   */
  public record Row(String change, String className, int pictures, double changed, String into) {}

  /**
   * The most changed first.
   *
   * @param least share of changed answers below which a class is left out
   * @throws dev.graft.deploy.Failure if folders or weights are missing, or a picture can't be read
   */
  public static List<Row> of(WeightsFile weights, LabSet set, Device device, double least)
      throws InterruptedException {
    try (Backbone backbone = weights.load(device, Backbone::load)) {
      var train = set.pictures().stream().filter(it -> it.part() != LabPicture.Part.TEST).toList();
      var embedded = EmbeddingPass.of(train, backbone, Deadline.in(UNBOUNDED), done -> {});
      LinearHead head = new HeadTrial(embedded, 0, set.classes()).fitted(picture -> true).head();
      return LabelAudit.of(
              heldBack(train),
              backbone.preprocessing(),
              inputs -> answers(backbone, head, inputs),
              least)
          .stream()
          .map(finding -> row(finding, set.classes()))
          .toList();
    }
  }

  private static Map<Integer, List<Picture>> heldBack(List<LabPicture> train) {
    var pictures = new HashMap<Integer, List<Picture>>();
    train.stream()
        .filter(picture -> picture.part() == LabPicture.Part.VALIDATION)
        .filter(picture -> picture.rank() < MOST_OF_A_CLASS)
        .forEach(
            picture ->
                pictures
                    .computeIfAbsent(picture.label(), label -> new ArrayList<>())
                    .add(EmbeddingPass.picture(picture.file())));
    return pictures;
  }

  private static int[] answers(Backbone backbone, LinearHead head, List<float[]> inputs) {
    float[][] embeddings = backbone.embed(inputs);
    var answers = new int[embeddings.length];
    for (int i = 0; i < answers.length; i++) {
      float[] logits = head.logits(embeddings[i]);
      for (int k = 1; k < logits.length; k++) {
        answers[i] = logits[k] > logits[answers[i]] ? k : answers[i];
      }
    }
    return answers;
  }

  private static Row row(LabelAudit.Finding finding, List<String> classes) {
    return new Row(
        finding.transformation().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        classes.get(finding.label()),
        finding.pictures(),
        finding.changed(),
        finding.into() < 0 ? "" : classes.get(finding.into()));
  }
}
