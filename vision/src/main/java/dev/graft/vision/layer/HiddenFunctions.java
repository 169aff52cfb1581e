package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Functions of PyTorch that DJL binds but shows to nobody, looked up by their names. */
final class HiddenFunctions {
  private static final String LIBRARY = "ai.djl.pytorch.jni.PyTorchLibrary";
  private static final MethodHandle CLAMP =
      function("torchClamp", long.class, long.class, long.class, long.class);
  private static final MethodHandle IS_CONTIGUOUS =
      function("torchIsContiguous", boolean.class, long.class);

  private HiddenFunctions() {}

  /**
   * Each number of {@code x}, but at least {@code least} and at most {@code most}, which hold one
   * number each.
   */
  static NDArray clamp(NDArray x, NDArray least, NDArray most) {
    try {
      long clamped = (long) CLAMP.invokeExact(handle(x), handle(least), handle(most));
      return new PtNDArray((PtNDManager) x.getManager(), clamped);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Whether the numbers lie in memory in the order of their indices. */
  static boolean isContiguous(NDArray x) {
    try {
      return (boolean) IS_CONTIGUOUS.invokeExact(handle(x));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private static long handle(NDArray x) {
    return ((PtNDArray) x).getHandle();
  }

  /** What natives throw is unchecked; a method handle does not know that. */
  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private static MethodHandle function(String name, Class<?> answer, Class<?>... arguments) {
    var type = MethodType.methodType(answer, arguments);
    try {
      var inside = MethodHandles.privateLookupIn(JniUtils.class, MethodHandles.lookup());
      var library = inside.findClass(LIBRARY);
      Object natives = inside.findStaticGetter(library, "LIB", library).invoke();
      return inside.findVirtual(library, name, type).bindTo(natives);
    } catch (Throwable e) {
      throw new IllegalStateException(
          "this version of DJL has no %s.%s%s".formatted(LIBRARY, name, type), e);
    }
  }
}
