package dev.graft.loop;

/**
 * How something that runs on its own is doing.
 *
 * @param alive false: only a restart of the process helps
 * @param ready does its work now
 * @param why what it is doing, or what keeps it from it
 */
public record LoopHealth(boolean alive, boolean ready, String why) {
  static LoopHealth ready(String why) {
    return new LoopHealth(true, true, why);
  }

  static LoopHealth waiting(String why) {
    return new LoopHealth(true, false, why);
  }

  static LoopHealth dead(String why) {
    return new LoopHealth(false, false, why);
  }
}
