package dev.graft.deploy.command;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How many pictures went through a network. */
final class PictureBar {
  private PictureBar() {}

  /**
   * @param silent for those who want JSON
   */
  static ProgressBar of(int pictures, boolean silent) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName("pictures")
            .setInitialMax(pictures)
            .setStyle(ProgressBarStyle.ASCII);
    if (silent) {
      builder.setConsumer(new Silence());
    }
    return builder.build();
  }
}
