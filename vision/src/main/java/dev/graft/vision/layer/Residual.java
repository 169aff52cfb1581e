package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/** What a branch makes of its input, plus a shortcut of the input: He et al. 2015. */
public final class Residual extends FinishedLayer {
  private final Layer branch;
  private final Layer shortcut;

  /** The input itself is the shortcut. */
  public Residual(String name, Layer branch) {
    this(name, branch, "", new Chain());
  }

  public Residual(String name, Layer branch, String shortcutName, Layer shortcut) {
    this.branch = child(name, branch);
    this.shortcut = child(shortcutName, shortcut);
  }

  /** A branch with the input beside it where the input has the shape of its answer; else alone. */
  public static Layer ifSameShape(String name, Layer branch, int in, int out, int stride) {
    return stride == 1 && in == out ? new Residual(name, branch) : new Chain().then(name, branch);
  }

  @Override
  public Flow flow(Flow in) {
    long side = shortcut.flow(in).multiplyAdds() - in.multiplyAdds();
    return branch.flow(in).spending(side);
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    NDArray side = shortcut.forward(x, pass);
    NDArray main = branch.forward(x, pass);
    NDArray sum = sum(main, side, pass);
    if (side != x) {
      pass.done(side);
    }
    return finished(sum, pass);
  }

  /** In place where that is allowed: nobody else holds the branch's answer. */
  static NDArray sum(NDArray main, NDArray side, Pass pass) {
    return pass == Pass.INFER ? main.addi(side) : main.add(side);
  }
}
