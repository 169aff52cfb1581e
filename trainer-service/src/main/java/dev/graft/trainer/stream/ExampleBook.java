package dev.graft.trainer.stream;

import com.google.protobuf.util.Timestamps;
import dev.graft.events.Vectors;
import dev.graft.topics.Topics;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.settle.ImageFacts;
import dev.graft.trainer.settle.Remade;
import dev.graft.trainer.v1.HeldExample;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.SettledLabel;
import dev.graft.v1.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The examples of the tasks of one partition: what is held, the number of each change, and the
 * change on graft.examples. Hearing the same thing twice changes nothing, nor does an embedding
 * that was made again.
 */
final class ExampleBook {
  private final KeyValueStore<String, HeldExample> examples;
  private final KeyValueStore<String, Long> sequences;
  private final Outbox outbox;

  ExampleBook(
      KeyValueStore<String, HeldExample> examples,
      KeyValueStore<String, Long> sequences,
      Outbox outbox) {
    this.examples = examples;
    this.sequences = sequences;
    this.outbox = outbox;
  }

  /** Enters what stage one says of an image; true if a fit of the task would see a difference. */
  boolean enter(TaskDesk desk, SettledLabel settled, Instant now) {
    String key = settled.getTaskId() + "/" + settled.getImageId();
    @Nullable HeldExample held = examples.get(key);
    boolean wasExample = held != null && held.hasExample();
    if (settled.hasExample()) {
      SettledLabel news = wasExample ? Remade.asHeld(settled, held) : settled;
      return !(wasExample && held.getExample().equals(news.getExample()))
          && hold(desk, key, news, held, now);
    }
    boolean matters = wasExample && remove(desk, settled, now);
    if (settled.getWhyRemoved().equals(ImageFacts.NO_PICTURE)) {
      examples.put(key, HeldExample.getDefaultInstance());
      desk.examples().waitForPicture(settled.getImageId());
    } else if (held != null) {
      forget(key, settled, held);
      desk.examples().remove(settled.getImageId(), 0);
    }
    return matters;
  }

  /** Of what was an example a mark stays: given again, its label must not look like a first one. */
  private void forget(String key, SettledLabel settled, HeldExample held) {
    boolean once = held.hasExample() || held.getWithdrawn();
    if (once && settled.getWhyRemoved().equals(ImageFacts.RETRACTED)) {
      examples.put(
          key, HeldExample.newBuilder().setAdded(held.getAdded()).setWithdrawn(true).build());
    } else {
      examples.delete(key);
    }
  }

  /** Mirrors the store into the desk's memory, after a start or when a partition has moved here. */
  static void recall(TaskDesk desk, String imageId, HeldExample held) {
    if (held.hasExample()) {
      desk.examples().put(row(imageId, held, null));
    } else if (!held.getWithdrawn()) {
      desk.examples().waitForPicture(imageId);
    }
  }

  private boolean hold(
      TaskDesk desk, String key, SettledLabel settled, @Nullable HeldExample before, Instant now) {
    boolean wasExample = before != null && before.hasExample();
    long sequence = next(settled.getTaskId());
    long added =
        before != null && (wasExample || before.getWithdrawn()) ? before.getAdded() : sequence;
    HeldExample held =
        HeldExample.newBuilder()
            .setExample(settled.getExample())
            .addAllVectors(settled.getVectorsList())
            .setSequence(sequence)
            .setAdded(added)
            .setTaught(before != null && isTaughtAlike(before, settled) ? taught(before) : sequence)
            .build();
    examples.put(key, held);
    ExampleChange.Builder change = change(settled, sequence, now);
    outbox.send(
        Topics.EXAMPLES,
        settled.getTaskId(),
        wasExample
            ? change.setReplaced(settled.getExample()).build()
            : change.setAdded(settled.getExample()).build());
    Optional<Row> known = desk.examples().get(settled.getImageId());
    Row after = row(settled.getImageId(), held, known.orElse(null));
    desk.examples().put(after);
    desk.examples().sequenceIsAtLeast(sequence);
    return desk.wish()
        .filter(wish -> known.map(row -> wish.tellsApart(row, after)).orElse(wish.takes(after)))
        .isPresent();
  }

  /**
   * Said again, perhaps by somebody else, or embedded in the space of another task too: what a head
   * learns from it is the same.
   */
  private static boolean isTaughtAlike(HeldExample before, SettledLabel settled) {
    Example held = before.getExample();
    Example news = settled.getExample();
    return held.getClassName().equals(news.getClassName())
        && held.getSplit() == news.getSplit()
        && held.getSplitHash() == news.getSplitHash()
        && held.getEmbeddingsCount() > 0
        && news.getEmbeddingsList().containsAll(held.getEmbeddingsList());
  }

  /** Of those that were held before that was noted, the last change is known. */
  private static long taught(HeldExample held) {
    return held.getTaught() == 0 ? held.getSequence() : held.getTaught();
  }

  private boolean remove(TaskDesk desk, SettledLabel settled, Instant now) {
    long sequence = next(settled.getTaskId());
    outbox.send(
        Topics.EXAMPLES,
        settled.getTaskId(),
        change(settled, sequence, now)
            .setRemoved(ExampleRemoved.newBuilder().setWhy(settled.getWhyRemoved()))
            .build());
    Optional<Row> before = desk.examples().get(settled.getImageId());
    desk.examples().remove(settled.getImageId(), sequence);
    return desk.wish().filter(wish -> before.filter(wish::takes).isPresent()).isPresent();
  }

  private long next(String taskId) {
    @Nullable Long last = sequences.get(taskId);
    long next = last == null ? 1 : last + 1;
    sequences.put(taskId, next);
    return next;
  }

  private static ExampleChange.Builder change(SettledLabel settled, long sequence, Instant now) {
    return ExampleChange.newBuilder()
        .setTaskId(settled.getTaskId())
        .setImageId(settled.getImageId())
        .setSequence(sequence)
        .setTime(Timestamps.fromMillis(now.toEpochMilli()));
  }

  /** Vectors that did not change are shared with the row before. */
  private static Row row(String imageId, HeldExample held, @Nullable Row before) {
    Example example = held.getExample();
    List<Row.Embedding> embeddings = new ArrayList<>(example.getEmbeddingsCount());
    for (int i = 0; i < example.getEmbeddingsCount(); i++) {
      String space = example.getEmbeddings(i).getSpace().intern();
      String digest = example.getEmbeddings(i).getVectorDigest();
      var values = held.getVectors(i).getValuesList();
      Optional<Row.Embedding> known = before == null ? Optional.empty() : before.in(space);
      embeddings.add(
          known
              .filter(embedding -> embedding.digest().equals(digest))
              .orElseGet(() -> new Row.Embedding(space, digest, Vectors.toArray(values))));
    }
    return new Row(
        imageId,
        example.getClassName().intern(),
        example.getSplit() == Split.VALIDATION,
        example.getSplitHash(),
        List.copyOf(embeddings),
        taught(held),
        held.getAdded(),
        example.getBlobDigest());
  }
}
