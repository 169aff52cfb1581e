package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Functions of PyTorch that DJL binds but shows to nobody, looked up by their names. */
final class HiddenFunctions {
  private static final String LIBRARY = "ai.djl.pytorch.jni.PyTorchLibrary";
  private static final MethodHandle IS_CONTIGUOUS =
      function("torchIsContiguous", boolean.class, long.class);

  private static final MethodHandle FROM_TENSOR =
      function("iValueFromTensor", long.class, long.class);
  private static final MethodHandle TO_TENSOR = function("iValueToTensor", long.class, long.class);
  private static final MethodHandle DELETE = function("torchDeleteIValue", void.class, long.class);
  private static final MethodHandle RUN =
      function(
          "moduleRunMethod",
          long.class,
          long.class,
          String.class,
          long[].class,
          boolean.class,
          boolean.class);

  private HiddenFunctions() {}

  /** An array as an argument of {@link #run}; to be deleted, which frees nothing of the array. */
  static long argument(NDArray x) {
    try {
      return (long) FROM_TENSOR.invokeExact(handle(x));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** What {@link #run} answered, as an array of the owner's. */
  static NDArray array(NDManager owner, long answer) {
    try {
      return new PtNDArray((PtNDManager) owner, (long) TO_TENSOR.invokeExact(answer));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Forgets an argument or an answer. */
  static void delete(long value) {
    try {
      DELETE.invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /**
   * A method of a TorchScript module. DJL shows it in PyTorch's inference mode alone, whose answers
   * can't be written over outside of it; this is as eager functions are, gradients off or on.
   */
  static long run(long module, String method, long[] arguments) {
    boolean asEager = true; // DJL: while training
    boolean stream = false; // the device's current one
    try {
      return (long) RUN.invokeExact(module, method, arguments, asEager, stream);
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
