package dev.graft.bench.load;

import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Follows a task's examples and versions while they come, and notes when. */
public final class Following implements AutoCloseable {
  private final String taskId;
  private final TopicReader reader;
  private final Timeline examples = new Timeline();
  private final Timeline versions = new Timeline();
  private final AtomicLong lastVersion = new AtomicLong();
  private final Thread thread = new Thread(this::run, "following");
  private volatile boolean closing;

  public Following(String kafka, String taskId) {
    this.taskId = taskId;
    this.reader = new TopicReader(kafka, Topics.EXAMPLES, Topics.MODELS);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closing) {
      reader.poll(
          Duration.ofMillis(200),
          (topic, record) -> {
            if (record.value() == null) {
              return;
            }
            if (topic.equals(Topics.MODELS.name())) {
              var model = TopicReader.value(Topics.MODELS, record);
              if (model.getTaskId().equals(taskId)) {
                versions.note(System.nanoTime());
                lastVersion.accumulateAndGet(model.getVersion(), Math::max);
              }
            } else if (taskId.equals(record.key())) {
              examples.note(System.nanoTime());
            }
          });
    }
    reader.close();
  }

  /** Changes of the task's examples. */
  public Timeline examples() {
    return examples;
  }

  public Timeline versions() {
    return versions;
  }

  /** The greatest number of a version. */
  public long lastVersion() {
    return lastVersion.get();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
