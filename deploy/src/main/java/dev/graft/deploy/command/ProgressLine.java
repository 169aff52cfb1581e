package dev.graft.deploy.command;

import dev.graft.deploy.weights.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A transfer's progress on standard error, from its first byte on. */
final class ProgressLine implements Progress, AutoCloseable {
  private static final int MEGABYTE = 1_000_000;

  private final boolean silent;
  private @Nullable ProgressBar bar;

  ProgressLine(boolean silent) {
    this.silent = silent;
  }

  @Override
  public void at(long bytes, long total) {
    if (silent) {
      return;
    }
    var shown = bar == null ? begun() : bar;
    shown.maxHint(total);
    shown.stepTo(bytes);
  }

  private ProgressBar begun() {
    bar =
        new ProgressBarBuilder()
            .setTaskName("fetch")
            .setUnit(" MB", MEGABYTE)
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .build();
    return bar;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
