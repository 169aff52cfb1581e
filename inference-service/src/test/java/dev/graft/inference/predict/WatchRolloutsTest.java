package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.embedded.Moment;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionRef;
import dev.graft.v1.WatchRolloutsRequest;
import dev.graft.v1.WatchRolloutsResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WatchRolloutsTest {
  private final OpenDoor door = new OpenDoor(BlobStores.inMemory());

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void tellsWhatHoldsAndThenEveryChange() {
    changed("pets", 1);
    var watched = watch("pets");
    assertEquals(state("pets", 1), watched.next().getState());
    for (var revision = 2; revision < 50; revision++) {
      changed("pets", revision);
      assertEquals(state("pets", revision), watched.next().getState());
    }
  }

  @Test
  void aTaskWithoutAVersionHoldsNothingYet() {
    var state = watch("pets").next().getState();
    assertEquals(RolloutState.Phase.EMPTY, state.getPhase());
    assertEquals("pets", state.getTaskId());
  }

  @Test
  void tellsOfAllTasksOrOfOneOnly() {
    task("cars", false);
    task("gone", true);
    changed("pets", 1);
    changed("cars", 1);
    changed("gone", 1);
    var all = watch("");
    var first = List.of(all.next().getState(), all.next().getState());
    assertTrue(first.containsAll(List.of(state("pets", 1), state("cars", 1))), first::toString);
    var cars = watch("cars");
    assertEquals(state("cars", 1), cars.next().getState());
    changed("gone", 2);
    changed("pets", 2);
    changed("cars", 2);
    assertEquals(state("pets", 2), all.next().getState());
    assertEquals(state("cars", 2), all.next().getState());
    assertEquals(state("cars", 2), cars.next().getState());
  }

  @Test
  void saysWhatTheTestsSayOfATrial() {
    var trial =
        RolloutTrial.newBuilder()
            .setStage(RolloutTrial.Stage.CANARY_STAGE)
            .setShare(0.01)
            .setCandidate(VersionRef.newBuilder().setVersion(2).setSpace("other"))
            .setBaseline(VersionRef.newBuilder().setVersion(1).setSpace("space"))
            .setLive(PairCounts.newBuilder().setBetter(3).setWorse(60).setSame(100));
    var state = state("pets", 1).toBuilder().setTrial(trial).build();
    door.rollouts.put("pets", state);
    var told = watch("pets").next();
    assertEquals(state, told.getState());
    assertEquals(
        "worse: 3 better, 60 worse, 100 same, effect -0.35", told.getStanding().getFinding());
    assertTrue(told.getStanding().getAgainst() > told.getStanding().getAgainstNeeded());
    assertEquals(20, told.getStanding().getAgainstNeeded(), 1e-9);
  }

  @Test
  void aSlowReaderGetsTheNewestOfEachTaskAndNoneTwice() {
    task("cars", false);
    var reader = new SlowReader<WatchRolloutsResponse>();
    changed("pets", 1);
    door.watchers.begin(known(), "", reader);
    for (var revision = 2; revision <= 1000; revision++) {
      changed("pets", revision);
    }
    changed("cars", 7);
    assertEquals(List.of(), reader.read);
    reader.wake();
    assertEquals(List.of(state("pets", 1000), state("cars", 7)), states(reader));
    door.watchers.changed("pets"); // nothing new
    reader.tire();
    changed("cars", 8);
    changed("cars", 9);
    reader.wake();
    assertEquals(List.of(state("pets", 1000), state("cars", 7), state("cars", 9)), states(reader));
    reader.cancel();
    assertEquals(0, door.watchers.open());
  }

  @Test
  void endsWithThatWhenTheReplicaLeaves() {
    changed("pets", 1);
    var watched = watch("pets");
    watched.next();
    door.server.close();
    refused(Code.UNAVAILABLE, "watch another", watched);
    assertEquals(0, door.watchers.open());
  }

  @Test
  void endsWithThatWhenTheTaskIsDeletedAndForOthersGoesOn() {
    task("cars", false);
    changed("pets", 1);
    changed("cars", 1);
    var pets = watch("pets");
    pets.next();
    var cars = watch("cars");
    cars.next();
    task("pets", true);
    door.watchers.deleted("pets");
    refused(Code.NOT_FOUND, "task pets was deleted", pets);
    changed("cars", 2);
    assertEquals(state("cars", 2), cars.next().getState());
  }

  @Test
  void refusesWhatIsNotThere() {
    refused(Code.NOT_FOUND, "there is no task nowhere", watch("nowhere"));
    task("gone", true);
    refused(Code.NOT_FOUND, "task gone was deleted", watch("gone"));
    while (door.watchers.open() > 0) { // forgotten a moment after the caller has heard
      Moment.pass();
    }
  }

  @Test
  void oneTooManyIsRefusedUntilAnotherHasGone() {
    changed("pets", 1);
    var last = Context.current().withCancellation();
    for (var at = 1; at < OpenDoor.STREAMS; at++) {
      watch("pets").next();
    }
    last.run(() -> watch("pets").next());
    refused(Code.RESOURCE_EXHAUSTED, "watchers run already", watch("pets"));
    last.cancel(null);
    while (door.watchers.open() == OpenDoor.STREAMS) {
      Moment.pass();
    }
    assertEquals(state("pets", 1), watch("pets").next().getState());
  }

  private static List<RolloutState> states(SlowReader<WatchRolloutsResponse> reader) {
    return reader.read.stream().map(WatchRolloutsResponse::getState).toList();
  }

  private static void refused(Code code, String why, Iterator<WatchRolloutsResponse> watched) {
    var status = Status.fromThrowable(assertThrows(StatusRuntimeException.class, watched::hasNext));
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
  }

  private Iterator<WatchRolloutsResponse> watch(String task) {
    return door.client().watchRollouts(WatchRolloutsRequest.newBuilder().setTaskId(task).build());
  }

  private Known known() {
    return new Known(door.tasks, Map.of(), door.rollouts);
  }

  private void task(String task, boolean deleted) {
    door.tasks.put(task, TaskSpec.newBuilder().setTaskId(task).setDeleted(deleted).build());
  }

  /** As the register and its listener do. */
  private void changed(String task, long revision) {
    door.rollouts.put(task, state(task, revision));
    door.watchers.changed(task);
  }

  private static RolloutState state(String task, long revision) {
    return RolloutState.newBuilder()
        .setTaskId(task)
        .setPhase(RolloutState.Phase.STABLE)
        .setStableVersion(1)
        .setRevision(revision)
        .build();
  }
}
