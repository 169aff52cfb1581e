package dev.graft.vision.tune;

import dev.graft.vision.optim.Parameter;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far the weights of each stage have gone from where they began. */
final class Distances {
  private Distances() {}

  /** By index of the stage: |w - w0| / |w0| over what learns now. */
  static Map<Integer, Double> of(List<Parameter> trained, Map<String, NamedTensor> start) {
    var sums = new TreeMap<Integer, double[]>();
    for (Parameter parameter : trained) {
      double[] sum = sums.computeIfAbsent(parameter.group(), group -> new double[2]);
      NamedTensor began = start.get(parameter.name());
      if (began == null) {
        throw new IllegalStateException("nobody knows where " + parameter.name() + " began");
      }
      add(parameter.weight().values(), began.values(), sum);
    }
    var distances = new TreeMap<Integer, Double>();
    sums.forEach(
        (group, sum) -> distances.put(group, sum[1] == 0 ? 0 : Math.sqrt(sum[0] / sum[1])));
    return distances;
  }

  private static void add(float[] now, float[] began, double[] sum) {
    for (int i = 0; i < now.length; i++) {
      double off = (double) now[i] - began[i];
      sum[0] += off * off;
      sum[1] += (double) began[i] * began[i];
    }
  }
}
