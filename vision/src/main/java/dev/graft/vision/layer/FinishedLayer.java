package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose answer is a new array, so that once it is folded an activation that follows can be
 * computed where the answer lies.
 */
abstract class FinishedLayer extends Layer {
  private @Nullable ElementFunction finish;

  /** Takes over an activation. */
  @Override
  public boolean absorb(Layer next) {
    if (finish != null || !(next instanceof Activation activation) || activation.isAbsorbed()) {
      return false;
    }
    finish = activation.absorbed();
    return true;
  }

  /** What has been taken over. */
  final @Nullable ElementFunction finish() {
    return finish;
  }

  /** Computes it where this answer of our own lies. */
  final NDArray finished(NDArray answer, Pass pass) {
    ElementFunction function = finish;
    if (function != null) {
      if (pass != Pass.INFER) {
        throw new IllegalStateException("a folded network can only infer");
      }
      function.overwrite(answer);
    }
    return answer;
  }
}
