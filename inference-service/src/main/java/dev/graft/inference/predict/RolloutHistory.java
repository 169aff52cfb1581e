package dev.graft.inference.predict;

import com.google.protobuf.util.Timestamps;
import dev.graft.events.Times;
import dev.graft.loop.Clients;
import dev.graft.loop.KeyLog;
import dev.graft.loop.KeyLog.Found;
import dev.graft.loop.KeyLog.Span;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.HistoryRequest;
import dev.graft.v1.HistoryResponse;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RecordPlace;
import dev.graft.v1.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.TimeoutException;

/** What a task served when, read from graft.rollout-history when it is asked for. */
final class RolloutHistory {

  private static final int USUAL_LIMIT = 20;
  private static final int LARGEST_LIMIT = 100;

  private final Known known;
  private final KeyLog<RolloutState> log;

  RolloutHistory(Known known, Clients clients) {
    this.known = known;
    this.log = new KeyLog<>(Topics.ROLLOUT_HISTORY, clients);
  }

  HistoryResponse of(HistoryRequest request, Duration patience) {
    var taskId = known.taskEvenDeleted(request.getTaskId()).getTaskId();
    int limit = request.getLimit();
    if (limit < 0 || limit > LARGEST_LIMIT || request.getBeforeRevision() < 0) {
      throw Refusal.invalid("limit must be from 0 to 100, and before_revision not negative");
    }
    if (limit == 0) {
      limit = request.hasAt() ? 1 : USUAL_LIMIT;
    }
    var states = look(taskId, at(request), before(request.getBeforeRevision()), limit, patience);
    return HistoryResponse.newBuilder()
        .addAllEntries(states.stream().map(this::entry).toList())
        .build();
  }

  /** The state that held then; empty: the task had none yet. */
  Optional<HistoryEntry> at(String taskId, Instant time, Duration patience) {
    return log.newest(taskId, new Span(null, time), until(time), 1, patience).stream()
        .map(this::entry)
        .findFirst();
  }

  private List<Found<RolloutState>> look(
      String taskId,
      Optional<Instant> at,
      Predicate<RolloutState> before,
      int limit,
      Duration patience) {
    var span = at.map(time -> new Span(null, time)).orElse(Span.ALL);
    var wanted = at.map(RolloutHistory::until).map(before::and).orElse(before);
    try {
      return log.newest(taskId, span, wanted, limit, patience);
    } catch (TimeoutException late) {
      throw Refusal.late(
          "the history of task %s could not be read within %d ms; ask for fewer entries, or give it longer"
              .formatted(taskId, patience.toMillis()));
    }
  }

  private static Optional<Instant> at(HistoryRequest request) {
    if (!request.hasAt()) {
      return Optional.empty();
    }
    if (!Timestamps.isValid(request.getAt())) {
      throw Refusal.invalid("at is no time from year 1 to 9999");
    }
    return Optional.of(Times.instant(request.getAt()));
  }

  private static Predicate<RolloutState> before(long revision) {
    return state -> revision == 0 || state.getRevision() < revision;
  }

  private static Predicate<RolloutState> until(Instant time) {
    return state -> !Times.instant(state.getSince()).isAfter(time);
  }

  private HistoryEntry entry(Found<RolloutState> found) {
    var state = found.value();
    var entry =
        HistoryEntry.newBuilder().setState(state).setPlace(place(Topics.ROLLOUT_HISTORY, found));
    dataset(state.getTaskId(), state.getStableVersion()).ifPresent(entry::setStableDataset);
    dataset(state.getTaskId(), state.getCandidateVersion()).ifPresent(entry::setCandidateDataset);
    return entry.build();
  }

  private Optional<DatasetManifest> dataset(String taskId, long version) {
    return known
        .model(taskId, version)
        .filter(ModelPublished::hasDataset)
        .map(ModelPublished::getDataset);
  }

  static RecordPlace place(Topic<?> topic, Found<?> found) {
    return RecordPlace.newBuilder()
        .setTopic(topic.name())
        .setPartition(found.partition())
        .setOffset(found.offset())
        .build();
  }
}
