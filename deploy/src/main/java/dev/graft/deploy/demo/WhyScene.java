package dev.graft.deploy.demo;

import com.google.protobuf.ByteString;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.ExplainRequest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import java.time.Duration;

/** Asks about a picture, and then where the answer came from. */
final class WhyScene {
  private static final Duration SHORT = Duration.ofSeconds(15);

  private final Doors doors;
  private final String taskId;
  private final Narrator narrator;

  WhyScene(Doors doors, String taskId, Narrator narrator) {
    this.doors = doors;
    this.taskId = taskId;
    this.narrator = narrator;
  }

  /** Returns whether the receipt led back to version, dataset, record, and what the task served. */
  boolean play(Sample sample) {
    var request =
        PredictRequest.newBuilder()
            .setTaskId(taskId)
            .setImage(ByteString.copyFrom(sample.encoded().get()));
    var answer = doors.predictions().predict(request.build());
    // It is written down behind the answer.
    boolean recorded = Waiting.until(() -> explained(answer).hasPrediction(), SHORT);
    var told = explained(answer);
    boolean whole = recorded && isWhole(told, answer.getVersion());
    var model = told.getModel();
    narrator.say(
        "its receipt leads from an answer to version %d, child of version %d, trained on changes 1"
            + " to %d of graft.examples: %s",
        model.getVersion(),
        model.getParentVersion(),
        model.getDataset().getSequence(),
        whole ? "nothing is missing" : "MISSING " + told.getUnknownList());
    return whole;
  }

  private ExplainResponse explained(PredictResponse answer) {
    return doors
        .predictions()
        .explain(ExplainRequest.newBuilder().setReceipt(answer.getReceipt()).build());
  }

  private static boolean isWhole(ExplainResponse told, long version) {
    return told.getUnknownCount() == 0
        && told.getModel().getVersion() == version
        && told.hasDatasetEnd()
        && told.getPrediction().getServedVersion() == version
        && told.getRollout().getState().getStableVersion() == version;
  }
}
