package dev.graft.ingest.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.HeadPolicy.Kind;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutPolicy.Mode;
import dev.graft.v1.TaskSpec;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TaskRulesTest {
  private static final String UPLOADED = "a".repeat(64);

  private final TaskRules rules = new TaskRules(UPLOADED::equals);

  @Test
  void takesATaskWithTwoClasses() {
    assertEquals(Outcome.taken(pets().build()), rules.check(pets().build()));
  }

  @Property(seed = "1")
  void takesEveryIdOfTheAlphabet(
      @ForAll
          @CharRange(from = 'a', to = 'z')
          @CharRange(from = '0', to = '9')
          @StringLength(min = 1, max = 63)
          String id) {
    var task = pets().setTaskId(id).build();
    assertEquals(Outcome.taken(task), rules.check(task));
  }

  @Property(seed = "1")
  void answersWhateverTheIdAndTheClassesAre(
      @ForAll String id, @ForAll List<@StringLength(max = 5) String> classes) {
    boolean fine =
        rules.check(pets().setTaskId(id).clearClasses().addAllClasses(classes).build())
            instanceof Outcome.Taken;
    assertTrue(
        !fine || (id.matches("[a-z0-9-]{1,63}") && classes.stream().distinct().count() >= 2));
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    var refused =
        (Outcome.Refused<TaskSpec>)
            rules.check(
                TaskSpec.newBuilder()
                    .setTaskId("Big Cats")
                    .addClasses("lion")
                    .setBackbone(BackboneRef.newBuilder().setName("mobilenet_v2"))
                    .build());
    assertEquals(Fault.BAD_TASK, refused.fault());
    for (var said : List.of("task_id", "classes must be 2", "ships without weights")) {
      assertTrue(refused.reason().contains(said), refused.reason());
    }
  }

  @Test
  void refusesClassesThatCannotBeToldApart() {
    refuses(pets().addClasses("cat"), "twice");
    refuses(pets().addClasses(" "), "needs a name");
    refuses(pets().addClasses("a\tb"), "control characters");
    refuses(
        pets().addAllClasses(IntStream.range(0, 1000).mapToObj(i -> "c" + i).toList()),
        "2 to 1000");
  }

  @Test
  void wantsWeightsThatWereUploaded() {
    assertEquals(
        Fault.BAD_TASK, ((Outcome.Refused<TaskSpec>) check(backbone("resnet18", ""))).fault());
    assertTrue(check(backbone("resnet18", UPLOADED)) instanceof Outcome.Taken);
    assertTrue(check(backbone("mini", UPLOADED)) instanceof Outcome.Taken);
    refuses(backbone("resnet18", "b".repeat(64)), "no weights with digest");
    refuses(backbone("resnet18", "XYZ"), "64 characters");
    refuses(backbone("Res-Net", UPLOADED), "backbone.name");
  }

  @Test
  void refusesPoliciesThatMakeNoSense() {
    refuses(pets().setGate(GatePolicy.newBuilder().setFloor(1.5)), "gate.floor");
    refuses(pets().setGate(GatePolicy.newBuilder().setMargin(Double.NaN)), "gate.margin");
    refuses(pets().setKeep(KeepPolicy.newBuilder().setShare(-0.1)), "keep.share");
    refuses(
        pets().setFit(FitPolicy.newBuilder().setDebounce(Duration.newBuilder().setSeconds(-1))),
        "fit.debounce");
    refuses(
        pets()
            .setFit(
                FitPolicy.newBuilder()
                    .setMaxWait(Duration.newBuilder().setSeconds(366L * 24 * 3600))),
        "fit.max_wait must be durations from 0 to 365 days");
    refuses(pets().setFit(FitPolicy.newBuilder().setMinExamplesPerClass(-1)), "fit.min_examples");
  }

  @Test
  void refusesRolloutsThatCannotBe() {
    refuses(change(plan(Mode.CANARY, 0.1, 0.01)), "rollout.change.shares must grow");
    refuses(change(plan(Mode.CANARY, 0.1, 0.1)), "rollout.change.shares must grow");
    refuses(change(plan(Mode.CANARY, 0.00001)), "from 0.0001 to at most 1");
    refuses(change(plan(Mode.MODE_UNSPECIFIED, 0.5, 1.5)), "from 0.0001 to at most 1");
    refuses(change(plan(Mode.CANARY, Double.NaN)), "rollout.change.shares must grow");
    refuses(change(plan(Mode.SHADOW, 0.1)), "set rollout.change.mode to CANARY");
    refuses(
        rollout(RolloutPolicy.newBuilder().setRefresh(plan(Mode.MODE_UNSPECIFIED, 0.1))),
        "rollout.refresh.shares are those of a canary, and its mode is DIRECT");
    refuses(rollout(RolloutPolicy.newBuilder().setModeValue(9)), "DIRECT, SHADOW or CANARY");
    refuses(rollout(RolloutPolicy.newBuilder().setOverlapValue(9)), "LATEST or QUEUE");
    refuses(rollout(RolloutPolicy.newBuilder().setMargin(1)), "rollout.margin");
    refuses(rollout(RolloutPolicy.newBuilder().setAlpha(0)), "rollout.alpha");
    refuses(
        rollout(RolloutPolicy.newBuilder().setWatch(Duration.newBuilder().setSeconds(-1))),
        "rollout.watch must be a duration");
    refuses(
        change(plan(Mode.CANARY).setSoak(Duration.newBuilder().setSeconds(-1))),
        "rollout.change.soak must be a duration");
    refuses(guards(GuardPolicy.newBuilder().setFailures(-1)), "rollout.guards.failures");
    refuses(guards(GuardPolicy.newBuilder().setSlowdown(0.5)), "rollout.guards.slowdown");
    refuses(guards(GuardPolicy.newBuilder().setRequests(0)), "rollout.guards.requests");
  }

  @Test
  void takesRolloutsThatSayAllThereIsToSay() {
    var policy =
        RolloutPolicy.newBuilder()
            .setRefresh(
                plan(Mode.CANARY, 0.0001, 1.0).setSoak(Duration.newBuilder().setSeconds(60)))
            .setChange(plan(Mode.SHADOW))
            .setOverlap(RolloutPolicy.Overlap.QUEUE)
            .setMargin(0)
            .setAlpha(0.01)
            .setGuards(GuardPolicy.newBuilder().setFailures(0).setSlow(1).setSlowdown(3));
    assertTrue(check(rollout(policy)) instanceof Outcome.Taken);
    assertTrue(
        check(rollout(RolloutPolicy.newBuilder().setMode(Mode.DIRECT))) instanceof Outcome.Taken);
  }

  private static RolloutPlan.Builder plan(Mode mode, Double... shares) {
    return RolloutPlan.newBuilder().setMode(mode).addAllShares(List.of(shares));
  }

  private static TaskSpec.Builder change(RolloutPlan.Builder plan) {
    return rollout(RolloutPolicy.newBuilder().setChange(plan));
  }

  private static TaskSpec.Builder guards(GuardPolicy.Builder guards) {
    return rollout(RolloutPolicy.newBuilder().setGuards(guards));
  }

  private static TaskSpec.Builder rollout(RolloutPolicy.Builder policy) {
    return pets().setRollout(policy);
  }

  @Test
  void takesHeadsOfTheKindsThereAreAndRefusesOthers() {
    var both = HeadPolicy.newBuilder().addKinds(Kind.RIDGE).addKinds(Kind.SOFTMAX);
    for (double rate : new double[] {0, 0.05, 0.99}) {
      var task = pets().setHead(both.clone().setRejectionRate(rate)).build();
      assertEquals(Outcome.taken(task), rules.check(task));
    }
    refuses(pets().setHead(HeadPolicy.newBuilder().addKindsValue(99)), "head.kinds must be of NEA");
    refuses(pets().setHead(HeadPolicy.newBuilder().addKindsValue(0)), "SOFTMAX");
    refuses(pets().setHead(both.clone().addKinds(Kind.RIDGE)), "a kind twice");
    refuses(pets().setHead(HeadPolicy.newBuilder().setBalanceValue(9)), "head.balance must be");
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      refuses(pets().setHead(both.clone().setRejectionRate(rate)), "head.rejection_rate");
    }
  }

  private void refuses(TaskSpec.Builder task, String saying) {
    var refused = (Outcome.Refused<TaskSpec>) check(task);
    assertTrue(refused.reason().contains(saying), refused.reason());
  }

  private Outcome<TaskSpec> check(TaskSpec.Builder task) {
    return rules.check(task.build());
  }

  private static TaskSpec.Builder backbone(String name, String digest) {
    return pets().setBackbone(BackboneRef.newBuilder().setName(name).setWeightsDigest(digest));
  }

  private static TaskSpec.Builder pets() {
    return TaskSpec.newBuilder()
        .setTaskId("pets")
        .addClasses("cat")
        .addClasses("dog")
        .setBackbone(BackboneRef.newBuilder().setName("mini"));
  }
}
