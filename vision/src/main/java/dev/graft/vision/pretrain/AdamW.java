package dev.graft.vision.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Loshchilov and Hutter 2019, "Decoupled weight decay regularization", over a list of arrays whose
 * gradients it uses up. DJL's own counts its steps for all arrays together and cannot be cleared.
 */
final class AdamW {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.99;
  private static final double EPSILON = 1e-8;

  /**
   * @param moment running mean of the gradient
   * @param square running mean of its square
   */
  private record Slot(NDArray value, NDArray moment, NDArray square, boolean decays) {}

  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private int steps;

  AdamW(NDManager owner, List<NDArray> values, double weightDecay) {
    this.weightDecay = weightDecay;
    for (NDArray value : values) {
      NDArray moment = owner.zeros(value.getShape());
      NDArray square = owner.zeros(value.getShape());
      boolean matrix = value.getShape().dimension() > 1; // not biases, not BatchNorm
      slots.add(new Slot(value, moment, square, matrix));
    }
  }

  /** Steps down the gradients and clears them; gradients longer than {@code clip} are shortened. */
  int step(NDManager scratch, double rate, double clip) {
    List<NDArray> gradients = slots.stream().map(slot -> gradient(slot, scratch)).toList();
    double scale = Math.min(1, clip / (norm(gradients) + 1e-9));
    steps++;
    double warm = Math.sqrt(1 - Math.pow(SECOND, steps)) / (1 - Math.pow(FIRST, steps));
    for (int i = 0; i < slots.size(); i++) {
      update(slots.get(i), gradients.get(i).muli(scale), rate, warm, scratch);
      gradients.get(i).muli(0);
    }
    return steps;
  }

  private void update(Slot slot, NDArray gradient, double rate, double warm, NDManager scratch) {
    slot.moment.muli(FIRST).addi(gradient.mul(1 - FIRST));
    slot.square.muli(SECOND).addi(gradient.square().muli(1 - SECOND));
    if (slot.decays) {
      slot.value.muli(1 - rate * weightDecay);
    }
    NDArray down = slot.square.sqrt();
    down.attach(scratch); // it would stay with the weights otherwise, until the end of the training
    NDArray inverse = down.addi(EPSILON).pow(-1).muli(rate * warm);
    slot.value.subi(inverse.muli(slot.moment));
  }

  /** A new handle each time it is asked for: the scratch manager closes it. */
  private static NDArray gradient(Slot slot, NDManager scratch) {
    NDArray gradient = slot.value.getGradient();
    gradient.attach(scratch);
    return gradient;
  }

  private static double norm(List<NDArray> gradients) {
    double sum = 0;
    for (NDArray gradient : gradients) {
      sum += gradient.square().sum().getFloat();
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalStateException("the training has diverged: a gradient is not finite");
    }
    return Math.sqrt(sum);
  }
}
