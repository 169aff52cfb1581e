package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Pool;
import java.util.List;

/** Runs a network as far as it must, and gathers the features of some of its stages on the way. */
final class FeatureTaps {
  private final List<Tap> taps;
  private final Pool mean = Pool.mean();
  private final Pool max = Pool.max();

  FeatureTaps(List<Tap> taps) {
    this.taps = taps;
  }

  /** {@code [n, channels, size, size]} to {@code [n, width]}; inference only. */
  NDArray of(Network network, NDArray input) {
    var parts = new NDList[taps.size()];
    NDArray at = input;
    int from = 0;
    for (int to : ends(network)) {
      NDArray next = network.stages(at, from, to, Pass.INFER);
      if (at != input && next != at) {
        at.close();
      }
      at = next;
      from = to;
      for (int i = 0; i < parts.length; i++) {
        if (end(network, taps.get(i)) == to) {
          parts[i] = features(network, taps.get(i), at);
        }
      }
    }
    var all = new NDList();
    for (NDList part : parts) {
      all.addAll(part);
    }
    return all.size() == 1 ? all.get(0) : NDArrays.concat(all, 1);
  }

  /** Behind which stages something is tapped, in the order of the network. */
  private List<Integer> ends(Network network) {
    return taps.stream().map(tap -> end(network, tap)).distinct().sorted().toList();
  }

  private static int end(Network network, Tap tap) {
    return tap.isEmbedding() ? network.stageNames().size() : network.indexOf(tap.stage()) + 1;
  }

  private NDList features(Network network, Tap tap, NDArray at) {
    if (tap.isEmbedding()) {
      return new NDList(network.embedding(at, Pass.INFER));
    }
    NDArray means = mean.forward(at, Pass.INFER);
    return tap.withMax() ? new NDList(means, max.forward(at, Pass.INFER)) : new NDList(means);
  }
}
