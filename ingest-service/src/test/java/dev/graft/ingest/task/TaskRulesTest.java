package dev.graft.ingest.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.HeadPolicy.Kind;
import dev.graft.v1.KeepPolicy;
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
