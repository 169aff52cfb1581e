package dev.graft.ingest.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.TaskSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TasksTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final BackboneRef MINI = BackboneRef.newBuilder().setName("mini").build();

  private final InMemoryTopic topic = new InMemoryTopic();
  private final Tasks tasks =
      new Tasks(topic, digest -> true, MINI, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void createsATaskWithTheDefaultBackbone() {
    var created = pets("cat", "dog").setBackbone(MINI).setRevision(1).setUpdated(Times.of(NOW));
    assertEquals(
        Outcome.taken(new PutTask(created.build(), true, true)),
        tasks.put(pets("cat", "dog").build(), 0));
    assertEquals(Optional.of(created.build()), tasks.live("pets"));
  }

  @Test
  void countsChangesAndAnnouncesNothingWhereNothingChanges() {
    tasks.put(pets("cat", "dog").build(), 0);
    tasks.put(pets("cat", "dog", "cow").build(), 1);
    var same = taken(tasks.put(pets("cat", "dog", "cow").build(), 0));
    assertEquals(2, same.task().getRevision());
    assertEquals(List.of(1L, 2L), topic.announced);
  }

  @Test
  void refusesAChangeOfARevisionThatIsNotThePresentOne() {
    assertEquals(Fault.STALE_REVISION, fault(tasks.put(pets("cat", "dog").build(), 1)));
    tasks.put(pets("cat", "dog").build(), 0);
    assertEquals(Fault.STALE_REVISION, fault(tasks.put(pets("a", "b").build(), 2)));
  }

  @Test
  void keepsTheBackboneWhereAChangeNamesNone() {
    var own = BackboneRef.newBuilder().setName("resnet18").setWeightsDigest("a".repeat(64)).build();
    tasks.put(pets("cat", "dog").setBackbone(own).build(), 0);
    assertEquals(own, taken(tasks.put(pets("a", "b").build(), 0)).task().getBackbone());
  }

  @Test
  void deletesATaskAndMakesItAgainWithoutCountingBack() {
    tasks.put(pets("cat", "dog").build(), 0);
    tasks.delete("pets");
    assertEquals(Optional.empty(), tasks.live("pets"));
    assertEquals(List.of(), tasks.list());
    assertEquals(Fault.UNKNOWN_TASK, ((Outcome.Refused<TaskSpec>) tasks.delete("pets")).fault());
    var again = taken(tasks.put(pets("cat", "dog").build(), 0));
    assertEquals(true, again.created());
    assertEquals(3, again.task().getRevision());
  }

  @Test
  void listsLiveTasksById() {
    tasks.put(pets("a", "b").setTaskId("z").build(), 0);
    tasks.put(pets("a", "b").setTaskId("c").build(), 0);
    assertEquals(List.of("c", "z"), tasks.list().stream().map(TaskSpec::getTaskId).toList());
  }

  private static TaskSpec.Builder pets(String... classes) {
    return TaskSpec.newBuilder().setTaskId("pets").addAllClasses(List.of(classes));
  }

  private static PutTask taken(Outcome<PutTask> outcome) {
    return ((Outcome.Taken<PutTask>) outcome).value();
  }

  private static Fault fault(Outcome<PutTask> outcome) {
    return ((Outcome.Refused<PutTask>) outcome).fault();
  }

  /** A topic that is read as soon as it is written. */
  private static final class InMemoryTopic implements TaskTopic {
    final Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    final List<Long> announced = new ArrayList<>();

    @Override
    public Optional<TaskSpec> get(String taskId) {
      return Optional.ofNullable(tasks.get(taskId));
    }

    @Override
    public Collection<TaskSpec> all() {
      return tasks.values();
    }

    @Override
    public void announce(TaskSpec task) {
      tasks.put(task.getTaskId(), task);
      announced.add(task.getRevision());
    }
  }
}
