package dev.graft.bench.trials;

import dev.graft.events.Times;
import dev.graft.loop.Publisher;
import dev.graft.topics.Topics;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.Split;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

/**
 * Writes a task's graft.examples as the trainer does: numbered, in order, each change again until
 * the broker has it. Twice on the log is the same change twice.
 */
final class Labels {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final String taskId;
  private final Publisher publisher;
  private final InstantSource clock = InstantSource.system();
  private long sequence;

  Labels(String taskId, Publisher publisher) {
    this.taskId = taskId;
    this.publisher = publisher;
  }

  /** Number of the last change. */
  synchronized long sequence() {
    return sequence;
  }

  void added(String image, String className) {
    send(change(image).setAdded(example(className)));
  }

  void corrected(String image, String className) {
    send(change(image).setReplaced(example(className)));
  }

  /**
   * @param why "retracted" or "erased"
   */
  void removed(String image, String why) {
    send(change(image).setRemoved(ExampleRemoved.newBuilder().setWhy(why)));
  }

  private static Example.Builder example(String className) {
    return Example.newBuilder().setClassName(className).setSplit(Split.TRAIN);
  }

  private ExampleChange.Builder change(String image) {
    return ExampleChange.newBuilder().setTaskId(taskId).setImageId(image);
  }

  private synchronized void send(ExampleChange.Builder change) {
    var numbered = change.setSequence(++sequence).setTime(Times.of(clock.instant())).build();
    while (true) {
      try {
        publisher.send(Topics.EXAMPLES, taskId, numbered).join();
        return;
      } catch (CompletionException brokerIsAway) {
        Waiting.pause(PAUSE);
      }
    }
  }
}
