package dev.graft.bench.load;

import java.util.Arrays;

/**
 * Moments at which something happened, in nanoseconds of one clock; and how long nothing did. Any
 * thread may note; whoever asks gets what was noted so far.
 */
public final class Timeline {
  private long[] moments = new long[1024];
  private int count;

  /** Notes a moment. */
  public synchronized void note(long nanos) {
    if (count == moments.length) {
      moments = Arrays.copyOf(moments, 2 * count);
    }
    moments[count++] = nanos;
  }

  public synchronized int count() {
    return count;
  }

  /** How many lie in the window. */
  public int within(long from, long to) {
    return (int) Arrays.stream(sorted()).filter(each -> each >= from && each < to).count();
  }

  /**
   * The longest pause that a window saw, in nanoseconds: between two moments, or from the window's
   * beginning, with the pause before it, up to its end. A pause that is still on at the end counts
   * as far as that.
   */
  public long longestPause(long from, long to) {
    long longest = 0;
    long last = from;
    for (long moment : sorted()) {
      if (moment < from) {
        last = moment;
      } else if (moment < to) {
        longest = Math.max(longest, moment - last);
        last = moment;
      }
    }
    return Math.max(longest, to - last);
  }

  private synchronized long[] sorted() {
    long[] sorted = Arrays.copyOf(moments, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
