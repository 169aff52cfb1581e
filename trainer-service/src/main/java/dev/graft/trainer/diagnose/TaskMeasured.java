package dev.graft.trainer.diagnose;

import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.strategy.HeadRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that was measured of a task's newest version.
 *
 * @param measured of its judged head and its network, as of any two parts of pictures
 * @param losses of the judged head
 * @param classes in the order of the version's
 * @param curve accuracy of released heads by train examples
 * @param judgedOn validation examples of the last point
 * @param embeddings whose they are
 * @param tune the last fine-tune; empty if there was none
 * @param fromPretraining distance of the train pictures from what the network was trained on; empty
 *     where it can't be measured
 * @param remarks what was left out, and why
 */
public record TaskMeasured(
    String taskId,
    long version,
    Measured measured,
    Losses losses,
    List<ClassLook> classes,
    List<HeadRecord.Point> curve,
    int judgedOn,
    Embeddings embeddings,
    Optional<TuneLook> tune,
    OptionalDouble fromPretraining,
    List<String> remarks) {
  public TaskMeasured {
    classes = List.copyOf(classes);
    curve = List.copyOf(curve);
    remarks = List.copyOf(remarks);
  }

  /** Mean cross-entropies in nats; empty where there is no example. */
  public record Losses(
      OptionalDouble training, OptionalDouble outOfFold, OptionalDouble validation) {}

  /**
   * One class.
   *
   * @param train examples that the head learned from
   * @param validation of the judged head on those of the class
   */
  public record ClassLook(String name, int train, Accuracy validation) {}

  /**
   * Whose embeddings the head and the task have.
   *
   * @param space that the version answers in
   * @param expected that it would answer in if it were made now: of the task's backbone, and of the
   *     version's tail if it has one
   * @param compared stored ones that were made again from their pictures
   * @param differing those of them that came out otherwise
   * @param leastCosine between a stored one and the one made again; 1 if none was compared
   */
  public record Embeddings(
      String space, String expected, int compared, int differing, double leastCosine) {}

  /**
   * A fine-tune, as it was told.
   *
   * @param batchNorm what of BatchNorm learned: "statistics-frozen", "all-frozen" or "trained";
   *     empty if nobody said
   * @param ofThisVersion whether the version stands on what it made
   */
  public record TuneLook(
      String cut, String batchNorm, boolean ofThisVersion, List<EpochLook> epochs) {
    public TuneLook {
      epochs = List.copyOf(epochs);
    }
  }

  /** One epoch: losses in nats, accuracy a fraction. */
  public record EpochLook(
      int epoch, double trainLoss, double heldOutLoss, double heldOutAccuracy) {}
}
