package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.Waiting;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.RollBackRequest;
import java.time.Duration;

/** Goes back one version and forward again, and listens which version answers. */
final class RollBackScene {
  private static final Duration SHORT = Duration.ofSeconds(15);

  private final Doors doors;
  private final String taskId;
  private final Answers answers;
  private final Narrator narrator;

  RollBackScene(Doors doors, String taskId, Answers answers, Narrator narrator) {
    this.doors = doors;
    this.taskId = taskId;
    this.answers = answers;
    this.narrator = narrator;
  }

  /**
   * Returns whether the old version answered after going back, and the newest after going forward.
   */
  boolean play() {
    long before = answers.latest();
    var back =
        RollBackRequest.newBuilder().setTaskId(taskId).setBy("graft demo").setWhy("to show it");
    long old = doors.predictions().rollBack(back.build()).getState().getStableVersion();
    boolean wentBack = old < before && Waiting.until(() -> answers.latest() == old, SHORT);
    narrator.say(
        "rolled back from version %d to %d: %s",
        before, old, wentBack ? "it answers" : "it does NOT answer");
    var forward =
        PromoteRequest.newBuilder()
            .setTaskId(taskId)
            .setBy("graft demo")
            .setWhy("the story goes on");
    long newest = doors.predictions().promote(forward.build()).getState().getStableVersion();
    boolean wentOn = newest > old && Waiting.until(() -> answers.latest() == newest, SHORT);
    narrator.say("promoted version %d: %s", newest, wentOn ? "it answers" : "it does NOT answer");
    return wentBack && wentOn;
  }
}
