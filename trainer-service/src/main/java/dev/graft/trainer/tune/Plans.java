package dev.graft.trainer.tune;

import dev.graft.events.Vectors;
import dev.graft.trainer.v1.PlannedPicture;
import dev.graft.trainer.v1.TunePlan;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.TuneSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans to what a fine-tune learns with, and back. */
final class Plans {
  private Plans() {}

  static TunePlan of(
      TuneRequest request, Choice choice, FittedHead head, List<PlannedPicture> pictures) {
    TunePlan.Builder plan =
        TunePlan.newBuilder()
            .setTaskId(request.taskId())
            .setSequence(request.snapshot().sequence())
            .addAllClasses(request.wish().classes())
            .setStrategy(choice.strategy())
            .addAllReasons(choice.reasons())
            .setCut(choice.cut())
            .setLater(choice.later())
            .setPreset(choice.preset())
            .setEpochs(request.spec().getTune().getEpochs())
            .setBatchNorm(request.spec().getTune().getBatchNorm())
            .addAllPictures(pictures)
            .setHeadTemperature(head.temperature())
            .setHeadL2(head.l2())
            .addAllHeadBias(Vectors.toList(head.head().bias()))
            .addAllHeadMean(Vectors.toList(head.scale().mean()))
            .addAllHeadSpread(Vectors.toList(head.scale().spread()));
    if (request.spec().getTune().hasKeepsLabels()) {
      plan.setKeepsLabels(request.spec().getTune().getKeepsLabels());
    }
    for (float[] row : head.head().weight()) {
      plan.addAllHeadWeight(Vectors.toList(row));
    }
    return plan.build();
  }

  static TuneSet set(List<String> classes, List<PlannedPicture> pictures) {
    var train = new ArrayList<LabelledPicture>();
    var heldOut = new ArrayList<LabelledPicture>();
    for (PlannedPicture picture : pictures) {
      (picture.getHeldOut() ? heldOut : train)
          .add(new LabelledPicture(picture.getBlobDigest(), picture.getLabel()));
    }
    return new TuneSet(classes, train, heldOut);
  }

  /** An image of each blob. */
  static Map<String, String> images(List<PlannedPicture> pictures) {
    var images = new HashMap<String, String>();
    pictures.forEach(picture -> images.put(picture.getBlobDigest(), picture.getImageId()));
    return images;
  }

  static HeadStart head(TunePlan plan) {
    int classes = plan.getHeadBiasCount();
    int width = plan.getHeadWeightCount() / classes;
    var rows = new float[classes][width];
    for (int i = 0; i < classes * width; i++) {
      rows[i / width][i % width] = plan.getHeadWeight(i);
    }
    var head = new LinearHead(rows, Vectors.toArray(plan.getHeadBiasList()));
    var scale =
        new FeatureScale(
            Vectors.toArray(plan.getHeadMeanList()), Vectors.toArray(plan.getHeadSpreadList()));
    return new HeadStart.Fitted(
        new FittedHead(head, plan.getHeadL2(), 0, plan.getHeadTemperature(), 0, scale));
  }
}
