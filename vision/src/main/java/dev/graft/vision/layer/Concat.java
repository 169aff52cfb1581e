package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** Branches of one input, their channels side by side: {@code [n, c1 + c2 + ..., h, w]}. */
public final class Concat extends FinishedLayer {
  private static final int CHANNELS = 1;
  private final List<Layer> branches = new ArrayList<>();

  /** The next channels. */
  public Concat with(String name, Layer branch) {
    branches.add(child(name, branch));
    return this;
  }

  /** The input's own channels are the next. */
  public Concat withInput() {
    return with("", new Chain());
  }

  @Override
  public Flow flow(Flow in) {
    long channels = 0;
    Flow at = in;
    Flow out = in;
    for (Layer branch : branches) {
      out = branch.flow(in);
      channels += out.size(CHANNELS);
      at = at.spending(out.multiplyAdds() - in.multiplyAdds());
    }
    return at.to(in.size(0), channels, out.size(2), out.size(3));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    var parts = new NDList(branches.size());
    branches.forEach(branch -> parts.add(branch.forward(x, pass)));
    NDArray all =
        parts.get(0).getNDArrayInternal().concat(parts.subNDList(1), CHANNELS); // no copies before
    for (NDArray part : parts) {
      if (part != x) {
        pass.done(part);
      }
    }
    return finished(all, pass);
  }
}
