package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Judge;
import dev.graft.inference.judge.Rollout;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.TrialTally;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Predicted;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the judge about each event of a task, about its evidence once a second, and with the passing
 * of time, and writes down every change.
 *
 * <p>It looks at tasks often while there is evidence to tell or a candidate on trial, and rarely
 * otherwise, because each look makes Streams commit a transaction.
 */
final class JudgeProcessor extends ContextualProcessor<String, Message, String, RolloutState> {

  private static final Logger log = LoggerFactory.getLogger(JudgeProcessor.class);

  static final Duration OFTEN = Duration.ofSeconds(1);
  static final Duration RARELY = Duration.ofSeconds(5);
  private static final Event TICK = new Event.Ticked();

  private final Set<String> tried = new HashSet<>(); // something is on trial, watched or waiting
  private final Set<String> busy = new HashSet<>(); // a candidate is on trial, or news to tell
  private KeyValueStore<String, RolloutState> states;
  private JudgedTasks tasks;
  private EvidenceBook book;
  private Sweep sweep;
  private @Nullable Cancellable often;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
  JudgeProcessor() {}

  @Override
  public void init(ProcessorContext<String, RolloutState> context) {
    super.init(context);
    states = context.getStateStore(JudgeTopology.ROLLOUTS);
    tasks = new JudgedTasks(context.getStateStore(JudgeTopology.TASKS));
    KeyValueStore<String, TrialTally> tallies = context.getStateStore(JudgeTopology.TALLIES);
    KeyValueStore<String, ImageSighting> sightings = context.getStateStore(JudgeTopology.SIGHTINGS);
    book = new EvidenceBook(tallies, sightings);
    sweep = new Sweep(tallies, sightings);
    tried.clear();
    busy.clear();
    try (var all = states.all()) {
      all.forEachRemaining(entry -> remember(entry.key, RolloutStates.read(entry.value)));
    }
    often = null;
    context.schedule(RARELY, PunctuationType.WALL_CLOCK_TIME, this::lookAtAll);
    awake();
  }

  @Override
  public void process(Record<String, Message> record) {
    var taskId = record.key();
    Message message = record.value();
    if (taskId == null || message == null) {
      return;
    }
    if (message instanceof Predicted predicted) {
      counted(taskId, predicted.getAnswersCount() > 1 && answered(predicted));
    } else if (message instanceof ExampleChange change) {
      counted(taskId, book.changed(change, now()));
    } else if (message instanceof LogShadow shadow) {
      if (book.scored(shadow, rollout(taskId).trial())) {
        look(taskId);
      }
    } else if (message instanceof TaskSpec spec) {
      tasks.take(spec);
      look(taskId);
    } else {
      if (message instanceof ModelPublished model) {
        tasks.take(model);
      }
      Events.of(message).ifPresent(event -> move(taskId, event));
    }
  }

  private boolean answered(Predicted predicted) {
    return book.answered(predicted, tasks.slowness(predicted.getTaskId()));
  }

  /** The judge is told by and by: a busy task has a thousand answers a second. */
  private void counted(String taskId, boolean news) {
    if (news) {
      busy.add(taskId);
      awake();
    }
  }

  private void lookAtAll(long timestamp) {
    List.copyOf(tried).forEach(this::look);
    sweep.goOn(now());
  }

  private void lookAtBusy(long timestamp) {
    List.copyOf(busy).forEach(this::look);
    if (often != null && busy.isEmpty()) {
      often.cancel();
      often = null;
    }
  }

  private void awake() {
    if (often == null && !busy.isEmpty()) {
      often = context().schedule(OFTEN, PunctuationType.WALL_CLOCK_TIME, this::lookAtBusy);
    }
  }

  private void look(String taskId) {
    busy.remove(taskId);
    move(taskId, again(taskId, rollout(taskId)));
  }

  /** Time has passed, and this is what is known by now. */
  private Event again(String taskId, Rollout rollout) {
    if (tasks.deleted(taskId)) {
      return new Event.Deleted();
    }
    return rollout.trial() == null ? TICK : book.observed(taskId).orElse(TICK);
  }

  private void move(String taskId, Event event) {
    var before = rollout(taskId);
    follow(taskId, before); // also a trial from before there was evidence
    var now = now();
    var policy = tasks.policy(taskId);
    var moved = false;
    for (var next = Judge.next(before, event, policy, now);
        next != before;
        next = Judge.next(before, again(taskId, before), policy, now)) {
      follow(taskId, next);
      say(RolloutStates.write(taskId, next), now);
      before = next;
      moved = true;
    }
    remember(taskId, before);
    if (moved) {
      awake();
      context().commit(); // a version waits for this word: do not sit out the commit interval
    }
  }

  private void follow(String taskId, Rollout rollout) {
    var trial = rollout.trial();
    if (book.follow(taskId, trial, trial == null ? 0 : tasks.cut(taskId, trial))) {
      sweep.soon();
    }
  }

  private void remember(String taskId, Rollout rollout) {
    if (rollout.trial() == null && rollout.waiting().isEmpty()) {
      tried.remove(taskId);
    } else {
      tried.add(taskId);
    }
    if (rollout.candidacy() != null) {
      busy.add(taskId);
    }
  }

  private Rollout rollout(String taskId) {
    var stored = states.get(taskId);
    return stored == null ? Rollout.EMPTY : RolloutStates.read(stored);
  }

  private Instant now() {
    return Instant.ofEpochMilli(context().currentSystemTimeMs());
  }

  /** Every change is said, also those that follow each other at once. */
  private void say(RolloutState state, Instant now) {
    states.put(state.getTaskId(), state);
    context().forward(new Record<>(state.getTaskId(), state, now.toEpochMilli()));
    log.info(
        "task {}: {} at version {}: {}",
        state.getTaskId(),
        state.getPhase(),
        state.getStableVersion(),
        state.getWhy());
  }
}
