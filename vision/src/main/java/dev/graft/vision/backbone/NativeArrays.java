package dev.graft.vision.backbone;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts arrays of native memory without loading the libraries that hold them. */
public final class NativeArrays {
  private static volatile @Nullable LongSupplier counting;

  private NativeArrays() {}

  /** Alive right now in this process; 0 as long as no network was needed. */
  public static long alive() {
    LongSupplier counted = counting;
    return counted == null ? 0 : counted.getAsLong();
  }

  static void countedBy(LongSupplier count) {
    counting = count;
  }
}
