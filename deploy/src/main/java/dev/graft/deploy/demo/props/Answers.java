package dev.graft.deploy.demo.props;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Every answer that any client of the demo got: when each version was first heard, and what failed.
 */
public final class Answers {
  private final Map<Long, Long> firstHeardNanos = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile long latest;

  public void heard(long version, long nanos) {
    count.incrementAndGet();
    latest = version;
    firstHeardNanos.merge(version, nanos, Math::min);
  }

  public void failed(String why) {
    failures.computeIfAbsent(why, key -> new AtomicLong()).incrementAndGet();
  }

  /** When the first of these versions was first heard. */
  public OptionalLong firstHeard(LongPredicate versions) {
    return firstHeardNanos.entrySet().stream()
        .filter(heard -> versions.test(heard.getKey()))
        .mapToLong(Map.Entry::getValue)
        .min();
  }

  /** How many different versions answered; the first was not swapped in for another. */
  public int swaps() {
    return Math.max(0, firstHeardNanos.size() - 1);
  }

  public long count() {
    return count.get();
  }

  public long latest() {
    return latest;
  }

  public long failures() {
    return failures.values().stream().mapToLong(AtomicLong::get).sum();
  }

  public Map<String, Long> reasons() {
    var reasons = new java.util.TreeMap<String, Long>();
    failures.forEach((why, times) -> reasons.put(why, times.get()));
    return reasons;
  }
}
