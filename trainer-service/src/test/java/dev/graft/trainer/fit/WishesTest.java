package dev.graft.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.dataset.WishRules;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which vectors a task's fit takes. */
class WishesTest {
  private static final String UNUSUAL =
      """
      {"name":"mini","input":{"gray":true,"size":96,"clahe":{"clip_limit":2.5}},
       "taps":[{"stage":"layer1","pooling":"MEAN_AND_MAX"},{"stage":"embedding"}]}""";

  @Test
  void takesTheVectorsOfTheUsualEmbedding() throws Exception {
    var space = Backbone.spaceOf(new BackboneSpec("mini", "")).id();
    assertEquals(new Wish(List.of("a", "b"), space, 192), wish("{\"name\":\"mini\"}"));
  }

  @Test
  void takesTheVectorsOfTheWholeSpecThatATaskNames() throws Exception {
    var space = Backbone.spaceOf(BackboneSpec.parse(UNUSUAL)).id();
    assertEquals(new Wish(List.of("a", "b"), space, 2 * 48 + 192), wish(UNUSUAL));
  }

  @Test
  void saysWhyABackboneCannotBe() throws Exception {
    var unfit =
        assertInstanceOf(
            Wishes.Resolved.Unfit.class,
            Wishes.ofVision().resolve(task("{\"name\":\"mini\",\"taps\":[{\"stage\":\"leaf\"}]}")));
    assertTrue(unfit.why().contains("mini has no stage \"leaf\""), unfit.why());
  }

  @Test
  void anotherInputIsAnotherWish() throws Exception {
    assertNotEquals(
        WishRules.fingerprint(task("{\"name\":\"mini\"}")), WishRules.fingerprint(task(UNUSUAL)));
  }

  private static Wish wish(String backbone) throws Exception {
    var resolved = Wishes.ofVision().resolve(task(backbone));
    return assertInstanceOf(Wishes.Resolved.Fittable.class, resolved).wish();
  }

  private static TaskSpec task(String backbone) throws Exception {
    var task = TaskSpec.newBuilder().setTaskId("task").addClasses("a").addClasses("b");
    JsonFormat.parser().merge(backbone, task.getBackboneBuilder());
    return task.build();
  }
}
