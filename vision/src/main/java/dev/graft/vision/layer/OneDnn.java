package dev.graft.vision.layer;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, by which PyTorch computes most convolutions, on machines where it is mistaken. It plans
 * its kernels by the sizes of the caches that the processor tells of. Some virtual machines hide
 * them; it then takes them for next to nothing, and with AVX-512 convolutions of single pixels give
 * wrong numbers, or end the process by a division by zero, with AVX2 too (PyTorch 2.7.1 on AMD's
 * fifth generation). Kept to AVX2, and with the {@linkplain PixelProduct convolutions of single
 * pixels} done without it, all networks answer as torchvision's do.
 */
public final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private static final String MOST = "ONEDNN_MAX_CPU_ISA";
  private static final String SAFE = "AVX2";
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private static final boolean MISTAKEN =
      Platform.isLinux() && Platform.isIntel() && !Files.isDirectory(CACHES);

  private OneDnn() {}

  /** Whether this machine hides the sizes of its processor's caches. */
  static boolean isMistaken() {
    return MISTAKEN;
  }

  /**
   * To be called before PyTorch computes anything: oneDNN reads its environment once. What somebody
   * has set there stays.
   */
  public static void keptToWhatIsSafe() {
    if (!MISTAKEN) {
      return;
    }
    try {
      NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
          .getFunction("setenv")
          .invokeInt(new Object[] {MOST, SAFE, 0});
      LOG.warn(
          "this machine hides the sizes of its processor's caches, without which oneDNN computes"
              + " wrong numbers: it is kept to {} unless {} is set, which is slower",
          SAFE,
          MOST);
    } catch (LinkageError e) {
      LOG.error(
          "this machine hides the sizes of its processor's caches: set {}={} in the environment, or"
              + " PyTorch computes wrong numbers; setting it from here failed: {}",
          MOST,
          SAFE,
          e.getMessage());
    }
  }
}
