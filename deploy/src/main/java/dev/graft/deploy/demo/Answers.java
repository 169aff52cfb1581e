package dev.graft.deploy.demo;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Every answer that any client of the demo got: when each version was first heard, and what failed.
 */
final class Answers {
  private final Map<Long, Long> firstHeardNanos = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile long latest;

  void heard(long version, long nanos) {
    count.incrementAndGet();
    latest = version;
    firstHeardNanos.merge(version, nanos, Math::min);
  }

  void failed(String why) {
    failures.computeIfAbsent(why, key -> new AtomicLong()).incrementAndGet();
  }

  /** When the first of these versions was first heard. */
  OptionalLong firstHeard(LongPredicate versions) {
    return firstHeardNanos.entrySet().stream()
        .filter(heard -> versions.test(heard.getKey()))
        .mapToLong(Map.Entry::getValue)
        .min();
  }

  /** How many different versions answered; the first was not swapped in for another. */
  int swaps() {
    return Math.max(0, firstHeardNanos.size() - 1);
  }

  long count() {
    return count.get();
  }

  long latest() {
    return latest;
  }

  long failures() {
    return failures.values().stream().mapToLong(AtomicLong::get).sum();
  }

  Map<String, Long> reasons() {
    var reasons = new java.util.TreeMap<String, Long>();
    failures.forEach((why, times) -> reasons.put(why, times.get()));
    return reasons;
  }
}
