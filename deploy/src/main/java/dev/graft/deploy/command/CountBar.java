package dev.graft.deploy.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How many of a known number are done, on standard error. */
final class CountBar {
  private CountBar() {}

  /**
   * A bar that begins at none.
   *
   * @param task in a word
   * @param silent for those who want JSON
   */
  static ProgressBar of(String task, long all, boolean silent) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(all)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed();
    if (silent) {
      builder.setConsumer(new Silence());
    }
    return builder.build();
  }
}
