package dev.graft.vision.pretrain;

import dev.graft.vision.draw.Question;
import dev.graft.vision.draw.Scene;
import dev.graft.vision.picture.Preprocessing;

/**
 * Pictures to learn from, ready for the network.
 *
 * @param pixels normalised, {@code [n, 3, size, size]}
 * @param targets for each picture the wanted probabilities of every answer to every question, side
 *     by side, {@code [n, answers]}; all zero where a question was not asked
 * @param asked how many questions were asked in the whole batch
 */
record DrawnBatch(int size, float[] pixels, float[] targets, int asked) {
  /** Columns of {@link #targets}. */
  static int answers() {
    int sum = 0;
    for (Question question : Question.values()) {
      sum += question.answers();
    }
    return sum;
  }

  /** Draws the pictures of the seeds from {@code first} on. */
  static DrawnBatch draw(Preprocessing as, long first, int count, double smoothing) {
    int side = as.crop();
    float[] pixels = new float[count * 3 * side * side];
    float[] targets = new float[count * answers()];
    int asked = 0;
    for (int i = 0; i < count; i++) {
      Scene scene = Scene.draw(side, first + i);
      normalise(scene, as, pixels, i * 3 * side * side);
      asked += target(scene, (float) smoothing, targets, i * answers());
    }
    return new DrawnBatch(side, pixels, targets, asked);
  }

  private static void normalise(Scene scene, Preprocessing as, float[] pixels, int offset) {
    int area = scene.size() * scene.size();
    for (int c = 0; c < 3; c++) {
      float mean = as.mean().get(c);
      float std = as.std().get(c);
      for (int i = 0; i < area; i++) {
        pixels[offset + c * area + i] = ((scene.rgb()[3 * i + c] & 0xFF) / 255f - mean) / std;
      }
    }
  }

  private static int target(Scene scene, float smoothing, float[] targets, int offset) {
    int asked = 0;
    int at = offset;
    for (Question question : Question.values()) {
      int answer = scene.answers()[question.ordinal()];
      if (answer != Question.NOT_ASKED) {
        for (int k = 0; k < question.answers(); k++) {
          targets[at + k] = smoothing / question.answers();
        }
        targets[at + answer] += 1 - smoothing;
        asked++;
      }
      at += question.answers();
    }
    return asked;
  }
}
