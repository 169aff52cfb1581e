package dev.graft.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.v1.BackboneRef;
import dev.graft.v1.HeadPolicy.Kind;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.head.Balance;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task says of its heads, in the words of a fit. */
class HeadPoliciesTest {
  @Test
  void aTaskThatSaysNothingWantsSoftmaxThatTellsNovelty() {
    var usual = new HeadPolicy(Set.of(HeadKind.SOFTMAX), Balance.AS_FOUND, OptionalDouble.of(0.05));
    assertEquals(usual, HeadPolicies.of(TaskSpec.getDefaultInstance()));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasAWordOnTheWire(HeadKind kind) {
    var wire = dev.graft.v1.HeadPolicy.newBuilder().addKinds(HeadPolicies.wire(kind));
    assertEquals(Set.of(kind), HeadPolicies.of(task(wire)).kinds());
  }

  @Test
  void severalKindsABalanceAndNoNoveltyCanBeWanted() {
    var wire =
        dev.graft.v1.HeadPolicy.newBuilder()
            .addKinds(Kind.PERCEPTRON)
            .addKinds(Kind.RIDGE)
            .setBalance(dev.graft.v1.HeadPolicy.Balance.CORRECTED)
            .setRejectionRate(0);
    var wanted =
        new HeadPolicy(
            Set.of(HeadKind.RIDGE, HeadKind.PERCEPTRON), Balance.CORRECTED, OptionalDouble.empty());
    assertEquals(wanted, HeadPolicies.of(task(wire)));
  }

  @Test
  void aTaskOfANewerProgramIsNotFitted() {
    for (var newer :
        new dev.graft.v1.HeadPolicy.Builder[] {
          dev.graft.v1.HeadPolicy.newBuilder().addKindsValue(99),
          dev.graft.v1.HeadPolicy.newBuilder().setBalanceValue(99)
        }) {
      var unfit =
          assertInstanceOf(Wishes.Resolved.Unfit.class, Wishes.ofVision().resolve(task(newer)));
      assertTrue(unfit.why().contains("is known"), unfit.why());
    }
  }

  private static TaskSpec task(dev.graft.v1.HeadPolicy.Builder head) {
    return TaskSpec.newBuilder()
        .setBackbone(BackboneRef.newBuilder().setName("mini"))
        .setHead(head)
        .build();
  }
}
