package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device a configured name means; to be run with and without a GPU. */
class VisionRuntimeTest {
  private static final boolean GPU = !VisionRuntime.device("auto").equals(Device.CPU);

  @Test
  void takesTheProcessorWhereThereIsNothingElse() {
    assertEquals(Device.CPU, VisionRuntime.device("cpu"));
    assertEquals(GPU ? "cuda:0" : "cpu", VisionRuntime.device("auto").toString());
  }

  @Test
  void takesTheFirstGpuWhereThereIsOneAndElseSaysWhatToDo() {
    if (GPU) {
      assertEquals(new Device(0), VisionRuntime.device("cuda:0"));
    } else {
      String said = refusal("cuda:0");
      assertTrue(said.startsWith("cuda:0 was asked for, but PyTorch sees no GPU"), said);
      assertTrue(said.contains("point PYTORCH_LIBRARY_PATH at a libtorch that has it"), said);
    }
  }

  @Test
  void refusesAGpuThatNoMachineHas() {
    String said = refusal("cuda:99");
    assertTrue(said.startsWith("cuda:99 was asked for, but PyTorch "), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda", "cuda:", "cuda:-1", "cuda:0 ", "CPU", "cuda:100"})
  void refusesAnotherName(String name) {
    assertEquals("device must be auto, cpu or cuda:N, not " + name, refusal(name));
  }

  private static String refusal(String name) {
    return assertThrows(IllegalArgumentException.class, () -> VisionRuntime.device(name))
        .getMessage();
  }
}
