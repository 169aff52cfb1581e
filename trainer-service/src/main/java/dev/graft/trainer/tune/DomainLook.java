package dev.graft.trainer.tune;

import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.tune.PictureSource;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** How far a task's pictures are from those that its backbone was trained on. */
final class DomainLook {
  /** So many pictures tell it of all of them. */
  private static final int LOOKS = 64;

  private DomainLook() {}

  /**
   * Sends some of the train pictures through the network.
   *
   * @param images an image of each blob
   * @return empty for networks without BatchNorm, which remember nothing
   */
  static Optional<DomainDistance> at(Bench bench, TuneSet set, Map<String, String> images)
      throws BadWeightsException, IOException {
    if (!DomainProbe.canMeasure(bench.architecture())) {
      return Optional.empty();
    }
    PictureSource source = bench.source(images);
    var prepared = new ArrayList<float[]>();
    int step = Math.max(1, set.train().size() / LOOKS);
    for (int i = 0; i < set.train().size() && prepared.size() < LOOKS; i += step) {
      prepared.add(bench.preprocessing().tensor(source.open(set.train().get(i).digest())));
    }
    try (var probe = DomainProbe.load(bench.spec(), bench::open, bench.device())) {
      return Optional.of(DomainDistance.between(probe.of(prepared), probe.trainedOn()));
    }
  }
}
