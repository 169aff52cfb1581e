package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * PyTorch's MultiheadAttention of tokens on themselves, without dropout: {@code [n, tokens,
 * width]}. Vaswani et al. 2017. Of plain products, for DJL has no fused attention.
 */
public final class SelfAttention extends Layer {
  private final Weight inWeight; // [3 * width, width]: queries, keys, values
  private final Weight inBias; // [3 * width]
  private final Linear out;
  private final int width;
  private final int heads;
  private boolean scaled;

  public SelfAttention(int width, int heads) {
    this.inWeight =
        weight(Weight.Kind.TRAINED, Weight.Start.SMALL, "in_proj_weight", 3L * width, width);
    this.inBias = weight(Weight.Kind.TRAINED, Weight.Start.ZEROS, "in_proj_bias", 3L * width);
    this.out = child("out_proj", new Linear(width, width));
    this.width = width;
    this.heads = heads;
  }

  /** Four projections of each token, and two products of all tokens with all tokens. */
  @Override
  public Flow flow(Flow in) {
    long tokens = in.size(1);
    long rows = in.size(0) * tokens;
    return out.flow(in.spending(rows * inWeight.size() + 2 * rows * tokens * width));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    long n = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    NDArray all =
        ai.djl.nn.core.Linear.linear(x, inWeight.array(), inBias.array()).singletonOrThrow();
    NDArray split = all.reshape(new Shape(n, tokens, 3, heads, width / heads));
    NDArray byHead = split.transpose(2, 0, 3, 1, 4); // [3, n, heads, tokens, width / heads]
    NDList parts = byHead.split(3);
    NDArray mixed = mix(parts.get(0), parts.get(1), parts.get(2), pass);
    for (NDArray done : new NDArray[] {parts.get(0), parts.get(1), parts.get(2), byHead, split}) {
      pass.done(done); // views; the numbers go with the last
    }
    pass.done(all);
    NDArray side = mixed.transpose(0, 1, 3, 2, 4); // [1, n, tokens, heads, width / heads]
    NDArray joined = side.reshape(new Shape(n, tokens, width));
    pass.done(side);
    pass.done(mixed);
    NDArray answer = out.forward(joined, pass);
    pass.done(joined);
    return answer;
  }

  /** softmax(q k' / sqrt(width of a head)) v, each {@code [1, n, heads, tokens, width / heads]}. */
  private NDArray mix(NDArray q, NDArray k, NDArray v, Pass pass) {
    NDArray turned = k.swapAxes(3, 4);
    NDArray scores = product(q, turned, pass); // [1, n, heads, tokens, tokens]
    pass.done(turned);
    NDArray shares = scores.softmax(-1);
    pass.done(scores);
    NDArray mixed = shares.matMul(v);
    pass.done(shares);
    return mixed;
  }

  private NDArray product(NDArray q, NDArray turned, Pass pass) {
    if (scaled) {
      return q.matMul(turned);
    }
    NDArray smaller = q.mul(scale());
    NDArray scores = smaller.matMul(turned);
    pass.done(smaller);
    return scores;
  }

  private float scale() {
    return (float) (1 / Math.sqrt((double) width / heads));
  }

  /** The queries' projection takes the scale of the scores over. */
  @Override
  public void fold() {
    super.fold();
    if (scaled) {
      return;
    }
    var factors = new float[3 * width];
    Arrays.fill(factors, 1);
    Arrays.fill(factors, 0, width, scale());
    Linear.scaleRows(inWeight, factors);
    Linear.scaleRows(inBias, factors);
    scaled = true;
  }
}
