package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * PyTorch's MultiheadAttention of tokens on themselves, without dropout: {@code [n, tokens,
 * width]}. Vaswani et al. 2017. Of plain products, for DJL has no fused attention.
 */
public final class SelfAttention extends Layer {
  /** The first token as a row of one: {@code [n, 1, width]}. */
  static final NDIndex FIRST = new NDIndex(":, 0:1");

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
    NDArray all = byHead(x, inWeight.array(), inBias.array(), 3, pass);
    NDList parts = all.split(3);
    NDArray answer = answer(parts.get(0), parts.get(1), parts.get(2), x.getShape().get(0), pass);
    parts.forEach(pass::done);
    pass.done(all);
    return answer;
  }

  /** As {@link #forward}, of each first token alone: to {@code [n, 1, width]}. For inference. */
  NDArray ofFirst(NDArray x) {
    try (NDArray token = x.get(FIRST);
        NDArray query = part(token, 0, 1);
        NDArray others = part(x, 1, 3)) {
      NDList parts = others.split(2);
      long n = x.getShape().get(0);
      NDArray answer = answer(query, parts.get(0), parts.get(1), n, Pass.INFER);
      parts.close();
      return answer;
    }
  }

  /** Of queries, keys and values only these. */
  private NDArray part(NDArray x, int from, int to) {
    var rows = new NDIndex(from * width + ":" + to * width);
    try (NDArray weight = inWeight.array().get(rows);
        NDArray bias = inBias.array().get(rows)) {
      return byHead(x, weight, bias, to - from, Pass.INFER);
    }
  }

  /**
   * Projects to {@code [parts, n * heads, tokens, width / heads]}. Moved once, where it is made:
   * the products would else move each part of a batch, keys against their order.
   */
  private NDArray byHead(NDArray x, NDArray weight, NDArray bias, int parts, Pass pass) {
    long n = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    NDArray all = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    NDArray split = all.reshape(new Shape(n, tokens, parts, heads, width / heads));
    NDArray turned = split.transpose(2, 0, 3, 1, 4);
    NDArray byHead = turned.reshape(new Shape(parts, n * heads, tokens, width / heads));
    pass.done(turned);
    pass.done(split);
    pass.done(all);
    return byHead;
  }

  /** To {@code [n, queries, width]}. */
  private NDArray answer(NDArray q, NDArray k, NDArray v, long n, Pass pass) {
    NDArray mixed = mix(q, k, v, pass);
    NDArray apart = mixed.reshape(new Shape(n, heads, q.getShape().get(2), width / heads));
    NDArray side = apart.transpose(0, 2, 1, 3);
    NDArray joined = side.reshape(new Shape(n, q.getShape().get(2), width));
    pass.done(side);
    pass.done(apart);
    pass.done(mixed);
    NDArray answer = out.forward(joined, pass);
    pass.done(joined);
    return answer;
  }

  /**
   * softmax(q k' / sqrt(width of a head)) v, each {@code [1, n * heads, tokens, width / heads]}.
   */
  private NDArray mix(NDArray q, NDArray k, NDArray v, Pass pass) {
    NDArray turned = k.swapAxes(2, 3);
    NDArray scores = product(q, turned, pass); // [1, n * heads, tokens, tokens]
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
    inWeight.layOutByColumns();
    scaled = true;
  }
}
