package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** The first of the tokens: {@code [n, tokens, channels]} to {@code [n, channels]}. */
public final class FirstToken extends Layer {
  private static final NDIndex FIRST = new NDIndex(":, 0");

  @Override
  public Flow flow(Flow in) {
    return in.to(in.size(0), in.size(2));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    return x.get(FIRST);
  }

  @Override
  public boolean readsFirstTokenOnly() {
    return true;
  }
}
