package dev.graft.deploy.command;

import dev.graft.v1.InputOptions;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.catalogue.PublishedWeights;
import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/** The input that published weights were trained with, as a task says it. */
final class TrainedInput {
  private TrainedInput() {}

  /** Only what differs from the usual weights of the network; nothing for those. */
  static InputOptions of(PublishedWeights published) {
    Preprocessing trained = published.preprocessing();
    Preprocessing usual =
        Architectures.find(published.architecture())
            .map(Architecture::preprocessing)
            .orElseThrow(() -> new IllegalStateException("no " + published.architecture()));
    var input = InputOptions.newBuilder();
    if (trained.crop() != usual.crop() || trained.resize() != usual.resize()) {
      input.setSize(trained.crop()).setResize(trained.resize());
    }
    if (trained.interpolation() != usual.interpolation()) {
      input.setInterpolation(
          trained.interpolation() == Interpolation.BICUBIC
              ? InputOptions.Interpolation.BICUBIC
              : InputOptions.Interpolation.BILINEAR);
    }
    if (!trained.mean().equals(usual.mean())) {
      input.addAllMean(shortest(trained.mean()));
    }
    if (!trained.std().equals(usual.std())) {
      input.addAllStd(shortest(trained.std()));
    }
    return input.build();
  }

  /** One number that holds for all channels also holds where there are more of them. */
  private static List<Float> shortest(List<Float> numbers) {
    return numbers.stream().distinct().count() == 1 ? numbers.subList(0, 1) : numbers;
  }

  /**
   * What somebody wishes, and for the rest what the weights were trained with. Another size keeps
   * their proportion of resizing to cutting.
   */
  static InputOptions overridden(InputOptions trained, InputOptions wished) {
    var input = trained.toBuilder();
    if (wished.hasPad() || wished.hasTiles()) {
      input.clearResize();
    } else if (wished.getSize() > 0 && trained.getSize() > 0) {
      input.setResize(
          Math.toIntExact(
              Math.round((double) trained.getResize() * wished.getSize() / trained.getSize())));
    }
    if (wished.getMeanCount() > 0) {
      input.clearMean();
    }
    if (wished.getStdCount() > 0) {
      input.clearStd();
    }
    return input.mergeFrom(wished).build();
  }
}
