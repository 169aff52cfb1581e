package dev.graft.vision.backbone;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * NNPACK, by which PyTorch computes some convolutions on one thread where it knows the processor.
 * Where it does not (a virtual machine that hides its caches is enough), PyTorch asks it again at
 * every such convolution and writes a warning each time: a thousand lines a second. No property,
 * environment variable or call of DJL's turns it off, so PyTorch's own switch is called, by the
 * names that it has in the library.
 */
final class Nnpack {
  private static final Logger LOG = LoggerFactory.getLogger(Nnpack.class);

  private static final String IS_AVAILABLE = "_ZN2at6native17_nnpack_availableEv";
  private static final String CONTEXT = "_ZN2at13globalContextEv";
  private static final String IS_ON = "_ZNK2at7Context17userEnabledNNPACKEv";
  private static final String TURN = "_ZN2at7Context20setUserEnabledNNPACKEb";

  private final NativeLibrary torch;

  /** PyTorch's libraries must be loaded. */
  Nnpack() {
    var library = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"));
    this.torch = NativeLibrary.getInstance(library.toString());
  }

  /**
   * Asks once, and turns it off if it cannot work. To be called when PyTorch's libraries are
   * loaded; another build of them, whose names differ, is left as it is.
   */
  static void offWhereItCannotWork() {
    try {
      var nnpack = new Nnpack();
      if (!nnpack.isAvailable()) {
        nnpack.turn(false);
        LOG.info("NNPACK does not know this processor: PyTorch computes without it");
      }
    } catch (LinkageError e) {
      LOG.info("NNPACK is left as it is: {}", e.getMessage());
    }
  }

  /** Whether it knows this processor; PyTorch writes a warning if not. */
  boolean isAvailable() {
    return said(IS_AVAILABLE);
  }

  /** Whether PyTorch asks it. */
  boolean isOn() {
    return said(IS_ON, context());
  }

  void turn(boolean on) {
    torch.getFunction(TURN).invokeVoid(new Object[] {context(), (byte) (on ? 1 : 0)});
  }

  private Pointer context() {
    return torch.getFunction(CONTEXT).invokePointer(new Object[0]);
  }

  // a bool of C++ is one byte; JNA's boolean would be four
  private boolean said(String question, Object... arguments) {
    return (byte) torch.getFunction(question).invoke(Byte.class, arguments) != 0;
  }
}
