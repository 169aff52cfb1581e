package dev.graft.vision.tune;

import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts together how every trained stage is doing. */
final class StageReports {
  private StageReports() {}

  static List<StageHealth> of(SplitNetwork split, Judge judge, Map<String, NamedTensor> start)
      throws IOException {
    List<double[]> activity = judge.hasPictures() ? judge.activations() : List.of();
    var reports = new ArrayList<StageHealth>();
    Distances.of(split.trained(), start)
        .forEach(
            (stage, distance) -> {
              int at = stage - split.cut();
              double[] shares =
                  at < activity.size() ? activity.get(at) : new double[] {Double.NaN, Double.NaN};
              reports.add(new StageHealth(split.stageName(stage), distance, shares[0], shares[1]));
            });
    return reports;
  }
}
