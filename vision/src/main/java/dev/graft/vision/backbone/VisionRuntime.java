package dev.graft.vision.backbone;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** The one place where PyTorch is loaded, told how many threads to use, and asked for memory. */
public final class VisionRuntime {
  private static final Loaded LOADED = new Loaded();

  private VisionRuntime() {}

  private static final class Loaded {
    final NDManager root;

    Loaded() {
      System.setProperty("ai.djl.offline", "true"); // before the engine loads: no call-home, ever
      root = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.cpu());
    }
  }

  /** How many threads one operator may use; for the whole process, said once at start. */
  public static void configure(int intraOpThreads) {
    JniUtils.setNumThreads(intraOpThreads);
  }

  /**
   * The device of a configured name.
   *
   * @param name {@code auto} (the first GPU if there is one), {@code cpu} or {@code cuda:N}
   */
  public static Device device(String name) {
    int gpus = Engine.getEngine("PyTorch").getGpuCount();
    if (name.equals("auto")) {
      return gpus > 0 ? new Device(0) : Device.CPU;
    }
    if (name.equals("cpu")) {
      return Device.CPU;
    }
    if (!name.matches("cuda:[0-9]{1,3}")) {
      throw new IllegalArgumentException("device must be auto, cpu or cuda:N, not " + name);
    }
    int gpu = Integer.parseInt(name.substring(5));
    if (gpu >= gpus) {
      throw new IllegalArgumentException(name + " was asked for, but there are " + gpus + " GPUs");
    }
    return new Device(gpu);
  }

  /** Arrays of native memory that are held right now, by anyone in this process. */
  public static long aliveArrays() {
    return LOADED.root.getManagedArrays().size();
  }

  /** A new owner of arrays; closing it frees them. Every array of ours hangs below one of these. */
  public static NDManager manager(Device device) {
    return LOADED.root.newSubManager(device.djl());
  }

  /** Runs with gradients off in this thread; PyTorch has them on in every new one. */
  public static void withoutGradients(Runnable work) {
    withoutGradients(
        () -> {
          work.run();
          return true;
        });
  }

  /** Runs with gradients off in this thread, for a result. */
  public static <T> T withoutGradients(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
