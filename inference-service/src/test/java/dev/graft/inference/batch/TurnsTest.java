package dev.graft.inference.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.graft.inference.batch.Turns.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a free thread does next, turn by turn. */
class TurnsTest {

  private final Network network = new GatedNetwork(4);

  @Test
  void aLonePictureIsPreparedAndEmbeddedAtOnce() throws Exception {
    var turns = new Turns(1, 1);
    var job = added(turns, network);
    prepare(turns, job);
    assertEquals(new Turn.Pass(List.of(job)), turns.next());
  }

  @Test
  void whatCameWhileOneWasPreparedSharesItsPass() throws Exception {
    var turns = new Turns(1, 1);
    var first = added(turns, network);
    assertEquals(new Turn.Prepare(first), turns.next());
    var second = added(turns, network);
    turns.prepared(first, true);
    prepare(turns, second);
    assertEquals(new Turn.Pass(List.of(first, second)), turns.next());
  }

  @Test
  void noMoreArePreparedThanOnePassTakes() throws Exception {
    var turns = new Turns(1, 1);
    var jobs = added(turns, network, 6);
    for (var job : jobs.subList(0, 4)) {
      prepare(turns, job);
    }
    assertEquals(new Turn.Pass(jobs.subList(0, 4)), turns.next());
    turns.passed();
    prepare(turns, jobs.get(4));
    prepare(turns, jobs.get(5));
    assertEquals(new Turn.Pass(jobs.subList(4, 6)), turns.next());
  }

  @Test
  void twoPassesShareWhatThereIs() throws Exception {
    var turns = new Turns(2, 1);
    var jobs = added(turns, network, 6);
    for (var job : jobs.subList(0, 3)) {
      prepare(turns, job);
    }
    assertEquals(new Turn.Pass(jobs.subList(0, 3)), turns.next());
    for (var job : jobs.subList(3, 6)) {
      prepare(turns, job);
    }
    assertEquals(new Turn.Pass(jobs.subList(3, 6)), turns.next());
  }

  @Test
  void aThreadThatMayRunNoPassPreparesAhead() throws Exception {
    var turns = new Turns(1, 1);
    var first = added(turns, network);
    prepare(turns, first);
    assertEquals(new Turn.Pass(List.of(first)), turns.next());
    var others = added(turns, network, 6); // while the pass is under way
    for (var job : others) {
      prepare(turns, job);
    }
    turns.passed();
    assertEquals(new Turn.Pass(others.subList(0, 4)), turns.next());
  }

  @Test
  void picturesOfAnotherNetworkHaveAPassOfTheirOwn() throws Exception {
    var turns = new Turns(1, 1);
    var first = added(turns, network);
    var other = added(turns, new GatedNetwork(4));
    var third = added(turns, network);
    for (var job : List.of(first, other, third)) {
      prepare(turns, job);
    }
    assertEquals(new Turn.Pass(List.of(first, third)), turns.next());
    turns.passed();
    assertEquals(new Turn.Pass(List.of(other)), turns.next());
  }

  @Test
  void whatIsNotWantedAnyMoreHasNoTurn() throws Exception {
    var turns = new Turns(1, 1);
    var jobs = added(turns, network, 3);
    assertEquals(new Turn.Prepare(jobs.get(0)), turns.next());
    turns.remove(jobs.get(1));
    turns.prepared(jobs.get(0), false);
    prepare(turns, jobs.get(2));
    assertEquals(new Turn.Pass(List.of(jobs.get(2))), turns.next());
  }

  @Test
  void aPictureThatHasTimeGetsAThreadWhenNothingElseIsToBeDone() throws Exception {
    var turns = new Turns(2, 1);
    var patient = job(network);
    turns.addUnhurried(patient);
    var hurried = added(turns, network);
    prepare(turns, hurried);
    assertEquals(new Turn.Pass(List.of(hurried)), turns.next());
    turns.passed();
    assertEquals(new Turn.Spare(patient), turns.next());
  }

  @Test
  void noMoreThreadsAreSparedThanLeaveRoomForWhatMayCome() throws Exception {
    var turns = new Turns(4, 2);
    var patient = List.of(job(network), job(network), job(network));
    patient.forEach(turns::addUnhurried);
    assertEquals(new Turn.Spare(patient.get(0)), turns.next());
    assertEquals(new Turn.Spare(patient.get(1)), turns.next());
    var hurried = added(turns, network);
    assertEquals(new Turn.Prepare(hurried), turns.next()); // and not the third
    turns.spared();
    turns.prepared(hurried, false);
    assertEquals(new Turn.Spare(patient.get(2)), turns.next());
  }

  @Test
  void afterClosingWhatIsReadyIsEmbeddedAndTheRestIsNot() throws Exception {
    var turns = new Turns(1, 1);
    var jobs = added(turns, network, 2);
    assertEquals(new Turn.Prepare(jobs.get(0)), turns.next());
    assertEquals(List.of(jobs.get(1)), turns.close());
    assertFalse(turns.add(job(network)));
    turns.prepared(jobs.get(0), true);
    assertEquals(new Turn.Pass(List.of(jobs.get(0))), turns.next());
    turns.passed();
    assertInstanceOf(Turn.Leave.class, turns.next());
  }

  private static void prepare(Turns turns, Job job) throws InterruptedException {
    assertEquals(new Turn.Prepare(job), turns.next());
    turns.prepared(job, true);
  }

  private static List<Job> added(Turns turns, Network network, int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> added(turns, network)).toList();
  }

  private static Job added(Turns turns, Network network) {
    var job = job(network);
    turns.add(job);
    return job;
  }

  private static Job job(Network network) {
    return new Job(new Picture.Encoded(new byte[1]), network, Patience.ENDLESS, null);
  }
}
