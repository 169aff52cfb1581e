package dev.graft.bench.predict;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What became of the calls of one run.
 *
 * @param answered microseconds of those that were answered
 * @param refused microseconds of those that got RESOURCE_EXHAUSTED
 * @param failed all others, by their status
 * @param seconds from the first call to the last answer
 */
record Tally(Histogram answered, Histogram refused, Map<String, Integer> failed, double seconds) {
  private static final long LONGEST_MICROS = 120_000_000;
  private static final int DIGITS = 3;

  static Tally empty() {
    return new Tally(histogram(), histogram(), new HashMap<>(), 0);
  }

  private static Histogram histogram() {
    return new Histogram(LONGEST_MICROS, DIGITS);
  }

  synchronized void count(Status status, long nanos) {
    long micros = Math.min(LONGEST_MICROS, Math.max(1, nanos / 1000));
    switch (status.getCode()) {
      case OK -> answered.recordValue(micros);
      case RESOURCE_EXHAUSTED -> refused.recordValue(micros);
      default -> failed.merge(status.getCode().name(), 1, Integer::sum);
    }
  }

  synchronized Tally over(double duration) {
    return new Tally(answered, refused, failed, duration);
  }

  int failures() {
    return failed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Answers per second. */
  double goodput() {
    return answered.getTotalCount() / seconds;
  }

  double millis(double percentile) {
    return answered.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Of both. */
  Tally and(Tally other) {
    var sum = empty();
    sum.answered.add(answered);
    sum.answered.add(other.answered);
    sum.refused.add(refused);
    sum.refused.add(other.refused);
    sum.failed.putAll(failed);
    other.failed.forEach((code, count) -> sum.failed.merge(code, count, Integer::sum));
    return sum.over(seconds + other.seconds);
  }

  synchronized String line() {
    var codes =
        failed.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(","));
    return seconds + " " + text(answered) + " " + text(refused) + " [" + codes + "]";
  }

  static Tally of(String line) {
    var words = line.split(" ");
    var failed = new HashMap<String, Integer>();
    var codes = words[3].substring(1, words[3].length() - 1);
    for (var code : codes.isEmpty() ? new String[0] : codes.split(",")) {
      failed.put(code.split(":")[0], Integer.parseInt(code.split(":")[1]));
    }
    return new Tally(
        histogram(words[1]), histogram(words[2]), failed, Double.parseDouble(words[0]));
  }

  private static String text(Histogram histogram) {
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
  }

  private static Histogram histogram(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST_MICROS);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not a histogram: " + text, e);
    }
  }
}
