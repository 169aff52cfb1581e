package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a processor that NNPACK knows and on one that it does not. */
class NnpackTest {
  private Nnpack nnpack;
  private boolean before;

  @BeforeEach
  void loaded() {
    VisionRuntime.configure(1);
    nnpack = new Nnpack();
    before = nnpack.isOn();
  }

  @AfterEach
  void asBefore() {
    nnpack.turn(before);
  }

  @Test
  void isAskedOnlyWhereItKnowsTheProcessor() {
    assertEquals(nnpack.isAvailable(), before);
  }

  @Test
  void isTurnedOffAndOn() {
    nnpack.turn(false);
    assertFalse(nnpack.isOn());
    nnpack.turn(true);
    assertTrue(nnpack.isOn());
  }
}
