package dev.graft.vision.head;

/**
 * Whether a picture looks like those that a task was taught with.
 *
 * @param distance of its embedding from them, 0 to 2
 * @param threshold beyond it a picture is none of the classes; infinite while there are too few
 *     examples to tell
 * @param rejectionRate share of the task's own new pictures that lie beyond the threshold
 */
public record Recognition(double distance, double threshold, double rejectionRate) {
  /** Near enough to be one of the classes. */
  public boolean known() {
    return !(distance > threshold);
  }
}
