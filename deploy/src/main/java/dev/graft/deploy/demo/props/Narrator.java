package dev.graft.deploy.demo.props;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Says what happens while it happens; progress bars go to standard error. */
public final class Narrator {
  private final PrintStream out;
  private final long began = System.nanoTime();

  public Narrator(PrintStream out) {
    this.out = out;
  }

  public void say(String format, Object... arguments) {
    out.printf("%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, format.formatted(arguments));
  }

  public ProgressBar progress(String what, int all) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setInitialMax(all)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(System.console() == null ? 10_000 : 500)
        .build();
  }
}
