package dev.graft.ingest.erasure;

import dev.graft.blobs.BlobStore;
import dev.graft.loop.Chore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through all ids by listings alone, a page after the other, and deletes what erased ones
 * still have: a submission that was killed between its pixels and its last look for the marker left
 * them. An erased id is never used again, so this is safe whoever else is at work.
 *
 * <p>Pixels that have no binding and were not erased can't come from us (see PictureBinding). They
 * are counted and left alone.
 */
public final class Sweep implements Chore.Work {
  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final String PIXELS = "pixels/";
  private static final String IDS = "ids/";
  private static final String ERASED = "erased/";

  /** Times as long as a page took does the next one wait. */
  private static final int REST = 20;

  /** Keys are hashes in hex, so that each page has a 256th of the ids. */
  private static final List<String> PAGES =
      IntStream.range(0, 256).mapToObj("%02x"::formatted).toList();

  private final BlobStore blobs;
  private final Duration between;
  private final List<String> pages;
  private final Counter objects;
  private final Counter bytes;

  /** In memory; no object may carry another prefix. */
  Sweep(BlobStore blobs) {
    this(blobs, Duration.ZERO, List.of(""), Metrics.globalRegistry);
  }

  /**
   * Over a store.
   *
   * @param between shortest pause after each of the 256 pages
   */
  public Sweep(BlobStore blobs, Duration between, MeterRegistry registry) {
    this(blobs, between, PAGES, registry);
  }

  private Sweep(BlobStore blobs, Duration between, List<String> pages, MeterRegistry registry) {
    this.blobs = blobs;
    this.between = between;
    this.pages = pages;
    this.objects = registry.counter("graft.collected.objects", "what", "erased");
    this.bytes = registry.counter("graft.collected.bytes", "what", "erased");
  }

  @Override
  public String run(Chore.Pauses pauses) throws InterruptedException {
    int collected = 0;
    int unbound = 0;
    for (var page : pages) {
      long began = System.nanoTime();
      var found = look(page);
      found.left().forEach(this::collect);
      collected += found.left().size();
      unbound += found.unbound();
      if (!between.isZero()) {
        pauses.pause(rest(Duration.ofNanos(System.nanoTime() - began)));
      }
    }
    if (unbound > 0) {
      log.warn("{} objects under {} have no binding under {}: not from us", unbound, PIXELS, IDS);
    }
    return "swept: %d objects of erased images collected, %d pixels without a binding left alone"
        .formatted(collected, unbound);
  }

  /**
   * A store may read all its names for each page; nobody waits for us, and others want its core.
   */
  private Duration rest(Duration took) {
    var longer = took.multipliedBy(REST);
    return longer.compareTo(between) > 0 ? longer : between;
  }

  /** What is left of erased ids, and how many pixels nobody knows. */
  private record Found(List<String> left, int unbound) {}

  /**
   * In this order: whatever has pixels had its binding before, and its marker before it lost it.
   */
  private Found look(String page) {
    var pixels = hashes(PIXELS, page);
    var bound = hashes(IDS, page);
    var erased = new HashSet<>(hashes(ERASED, page));
    var left = new ArrayList<String>();
    pixels.stream().filter(erased::contains).map(PIXELS::concat).forEach(left::add);
    bound.stream().filter(erased::contains).map(IDS::concat).forEach(left::add);
    pixels.removeAll(bound);
    pixels.removeAll(erased);
    return new Found(left, pixels.size());
  }

  private TreeSet<String> hashes(String prefix, String page) {
    var hashes = new TreeSet<String>();
    blobs.list(prefix + page).forEach(key -> hashes.add(key.substring(prefix.length())));
    return hashes;
  }

  private void collect(String key) {
    blobs.stat(key).ifPresent(stat -> bytes.increment(stat.bytes()));
    blobs.delete(key);
    objects.increment();
  }
}
