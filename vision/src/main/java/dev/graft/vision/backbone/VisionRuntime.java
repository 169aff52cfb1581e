package dev.graft.vision.backbone;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.graft.vision.layer.OneDnn;
import java.util.function.Supplier;

/** The one place where PyTorch is loaded, told how many threads to use, and asked for memory. */
public final class VisionRuntime {
  private static final String ENGINE = "PyTorch";
  private static final String CUDA = "CUDA";
  private static final NDManager ROOT;

  static {
    System.setProperty("ai.djl.offline", "true"); // before the engine loads: no call-home, ever
    OneDnn.keptToWhatIsSafe(); // before the engine loads
    ROOT = Engine.getEngine(ENGINE).newBaseManager(ai.djl.Device.cpu());
    Nnpack.offWhereItCannotWork();
    NativeArrays.countedBy(VisionRuntime::aliveArrays);
  }

  private static volatile int threads; // 0: as PyTorch pleases
  private static final ThreadLocal<Integer> THREADS_HERE = ThreadLocal.withInitial(() -> 0);

  private VisionRuntime() {}

  /**
   * How many threads one operator may use; for the whole process, to be said once at start. Two
   * passes on one thread each are faster than one pass on two.
   */
  public static void configure(int intraOpThreads) {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("at least one thread, not " + intraOpThreads);
    }
    threads = intraOpThreads;
    applyThreads();
  }

  static boolean oneThreadAPass() {
    return threads == 1;
  }

  /** OpenMP keeps the number per thread, so each thread that computes has to hear it. */
  private static void applyThreads() {
    int wanted = threads;
    if (wanted != THREADS_HERE.get()) {
      JniUtils.setNumThreads(wanted);
      THREADS_HERE.set(wanted);
    }
  }

  /**
   * The device of a configured name.
   *
   * @param name {@code auto} (the first GPU if there is one), {@code cpu} or {@code cuda:N}
   * @throws IllegalArgumentException for another name, or a GPU that is not there
   */
  public static Device device(String name) {
    if (name.equals("cpu")) {
      return Device.CPU;
    }
    if (!name.equals("auto") && !name.matches("cuda:[0-9]{1,2}")) {
      throw new IllegalArgumentException("device must be auto, cpu or cuda:N, not " + name);
    }
    boolean any = Engine.getEngine(ENGINE).hasCapability(CUDA);
    if (name.equals("auto")) {
      return any ? new Device(0) : Device.CPU;
    }
    if (!any) {
      throw new IllegalArgumentException(
          name
              + " was asked for, but PyTorch sees no GPU: its libraries here are built without CUDA"
              + " (point PYTORCH_LIBRARY_PATH at a libtorch that has it), or the driver is missing"
              + " or too old for them");
    }
    var device = new Device(Integer.parseInt(name.substring("cuda:".length())));
    tryOut(device);
    return device;
  }

  /**
   * Lays one number there. PyTorch knows its devices itself; DJL's count of them asks a libcudart
   * that it finds by name, and the one inside a libtorch is called otherwise.
   */
  private static void tryOut(Device device) {
    try (NDManager there = manager(device)) {
      there.zeros(new Shape(1));
    } catch (EngineException e) {
      throw new IllegalArgumentException(
          "%s was asked for, but PyTorch can't use it: %s".formatted(device, e.getMessage()), e);
    }
  }

  /** Arrays of native memory that are held right now, by anyone in this process. */
  public static long aliveArrays() {
    return ROOT.getManagedArrays().size();
  }

  /** A new owner of arrays; closing it frees them. Every array of ours hangs below one of these. */
  public static NDManager manager(Device device) {
    return ROOT.newSubManager(device.djl());
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
    return withGradientMode(false, work);
  }

  /** Runs with gradients on in this thread, for a result. */
  public static <T> T withGradients(Supplier<T> work) {
    return withGradientMode(true, work);
  }

  /**
   * Adds to the gradient of everything that made {@code loss} and requires one. Not DJL's
   * GradientCollector, of which there may be one in a process.
   *
   * @param loss one number
   */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.getManager().ones(loss.getShape())) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  private static <T> T withGradientMode(boolean on, Supplier<T> work) {
    applyThreads();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(on);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
