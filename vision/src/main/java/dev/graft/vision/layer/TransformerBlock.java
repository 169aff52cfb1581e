package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/**
 * One layer of a vision transformer, normalised before each part: {@code [n, tokens, width]}.
 * Dosovitskiy et al. 2021, equations 2 and 3. Named as torchvision's EncoderBlock.
 */
public final class TransformerBlock extends Layer {
  private final LayerNorm norm;
  private final SelfAttention attention;
  private final Layer perceptron;
  private boolean firstOnly;

  /**
   * @param hidden width of the perceptron's inner layer
   */
  public TransformerBlock(int width, int heads, int hidden, float epsilon) {
    this.norm = child("ln_1", new LayerNorm(width, epsilon));
    this.attention = child("self_attention", new SelfAttention(width, heads));
    this.perceptron =
        child(
            "",
            new Residual(
                "",
                new Chain()
                    .then("ln_2", new LayerNorm(width, epsilon))
                    .then("mlp.0", new Linear(width, hidden))
                    .then(Activation.gelu())
                    .then("mlp.3", new Linear(hidden, width))));
  }

  @Override
  public Flow flow(Flow in) {
    return perceptron.flow(attention.flow(norm.flow(in)));
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    NDArray normed = norm.forward(x, pass);
    NDArray attended = firstOnly ? attention.ofFirst(normed) : attention.forward(normed, pass);
    pass.done(normed);
    NDArray own = firstOnly ? x.get(SelfAttention.FIRST) : x;
    NDArray sum = Residual.sum(attended, own, pass);
    if (own != x) {
      pass.done(own);
    }
    NDArray answer = perceptron.forward(sum, pass);
    pass.done(sum);
    return answer;
  }

  /**
   * What is read by its first token alone needs no other: then this answers {@code [n, 1, width]},
   * and saves five sixths of its work.
   */
  @Override
  public boolean absorb(Layer next) {
    firstOnly = firstOnly || next.readsFirstTokenOnly();
    return firstOnly;
  }
}
