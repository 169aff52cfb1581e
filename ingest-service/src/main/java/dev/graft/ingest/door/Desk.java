package dev.graft.ingest.door;

import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.intake.LabelTask;
import dev.graft.ingest.intake.TakenImage;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.task.PutTask;
import dev.graft.ingest.task.Tasks;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainTaskRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What HTTP and gRPC call: an answer means that the bytes are kept and the fact is on Kafka. */
public final class Desk {
  private final Intake intake;
  private final Tasks tasks;
  private final LabelTask labelTask;
  private final Announcer announcer;
  private final Counts counts;
  private final Clock clock;

  public Desk(Intake intake, Tasks tasks, Announcer announcer, Counts counts, Clock clock) {
    this.intake = intake;
    this.tasks = tasks;
    this.labelTask = new LabelTask(tasks::live);
    this.announcer = announcer;
    this.counts = counts;
    this.clock = clock;
  }

  public Outcome<TakenImage> image(Door door, ImageSubmitted submitted) {
    return image(door, submitted, clock.instant());
  }

  /**
   * Keeps a picture and announces it.
   *
   * @param receivedAt becomes the event time of a submission that has none
   */
  public Outcome<TakenImage> image(Door door, ImageSubmitted submitted, Instant receivedAt) {
    var outcome =
        intake
            .image(submitted, receivedAt)
            .then(
                taken -> {
                  announcer.announce(Topics.IMAGES, taken.stored().getImageId(), taken.fact());
                  return Outcome.taken(taken);
                });
    return counts.count(door, "image", outcome);
  }

  public Outcome<LabelFact> label(Door door, LabelSubmitted submitted) {
    return label(door, submitted, clock.instant());
  }

  /**
   * Announces a label of a task and a class that exist.
   *
   * @param receivedAt becomes the event time of a submission that has none
   */
  public Outcome<LabelFact> label(Door door, LabelSubmitted submitted, Instant receivedAt) {
    var outcome =
        intake
            .label(submitted, UUID.randomUUID().toString(), receivedAt)
            .then(labelTask::check)
            .then(
                fact -> {
                  announcer.announce(Topics.LABELS, fact.getImageId(), fact);
                  return Outcome.taken(fact);
                });
    return counts.count(door, "label", outcome);
  }

  public Outcome<ImageErased> erase(Door door, String imageId, String by, String why) {
    var outcome =
        intake
            .erase(imageId, by, why, clock.instant())
            .then(
                erased -> {
                  var fact = ImageFact.newBuilder().setErased(erased).build();
                  announcer.announce(Topics.IMAGES, imageId, fact);
                  return Outcome.taken(erased);
                });
    return counts.count(door, "erasure", outcome);
  }

  public Outcome<PutTask> putTask(Door door, TaskSpec wished, long expectedRevision) {
    return counts.count(door, "task", tasks.put(wished, expectedRevision));
  }

  public Outcome<TaskSpec> deleteTask(Door door, String taskId) {
    return counts.count(door, "task", tasks.delete(taskId));
  }

  /**
   * Has a task fitted or fine-tuned.
   *
   * @return the command's id
   */
  public Outcome<String> train(Door door, TrainTaskRequest wish) {
    var outcome =
        tasks
            .get(wish.getTaskId())
            .then(
                task -> {
                  String id = UUID.randomUUID().toString();
                  announcer.announce(
                      Topics.COMMANDS, wish.getTaskId(), TrainOrder.of(wish, id, clock.instant()));
                  return Outcome.taken(id);
                });
    return counts.count(door, "train", outcome);
  }

  public Outcome<TaskSpec> task(String taskId) {
    return tasks.get(taskId);
  }

  public List<TaskSpec> tasks() {
    return tasks.list();
  }
}
