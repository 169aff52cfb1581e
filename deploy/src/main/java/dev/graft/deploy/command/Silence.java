package dev.graft.deploy.command;

import me.tongfei.progressbar.ProgressBarConsumer;

/** A progress bar that nobody sees. */
final class Silence implements ProgressBarConsumer {
  @Override
  public int getMaxRenderedLength() {
    return 80;
  }

  @Override
  public void accept(String line) {}

  @Override
  public void close() {}
}
