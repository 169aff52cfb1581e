package dev.graft.feature.fill;

import dev.graft.feature.space.Backbones;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import dev.graft.loop.Runs;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one back-fill running for each space that can be used. A back-fill begins a little after
 * the space was first seen: by then the live loops of all replicas have taken the space over, and
 * the end of the topic is a safe boundary.
 */
public final class BackFills implements Runs {
  private static final Logger LOG = LoggerFactory.getLogger(BackFills.class);

  private final Backbones backbones;
  private final Function<Backbone, Runs> fill;
  private final Duration grace;
  private final Clock clock;
  private final Map<BackboneSpec, Instant> firstSeen = new ConcurrentHashMap<>();
  private final Map<BackboneSpec, Runs> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "graft-back-fills");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String trouble = "";
  private boolean started; // guarded by this

  /**
   * Back-fills of the usable backbones.
   *
   * @param fill the back-fill of a space, not started yet
   * @param grace from when a space is seen to when its back-fill begins
   */
  public BackFills(
      Backbones backbones, Function<Backbone, Runs> fill, Duration grace, Clock clock) {
    this.backbones = backbones;
    this.fill = fill;
    this.grace = grace;
    this.clock = clock;
  }

  /** Looks after the spaces from now on, once a second. */
  @Override
  public synchronized BackFills start() {
    if (!started) {
      started = true;
      timer.scheduleWithFixedDelay(this::tendOrSay, 0, 1, TimeUnit.SECONDS);
    }
    return this;
  }

  private void tendOrSay() {
    try {
      tend();
      trouble = "";
    } catch (RuntimeException broken) { // the world is broken: tried again in a second
      if (trouble.isEmpty()) {
        LOG.warn("can't look after the back-fills now, trying again", broken);
      }
      trouble = String.valueOf(broken.getMessage());
    }
  }

  void tend() {
    var usable =
        backbones.usable().stream().collect(Collectors.toMap(Backbone::spec, Function.identity()));
    firstSeen.keySet().retainAll(usable.keySet());
    for (var spec : running.keySet()) {
      if (!usable.containsKey(spec)) {
        running.remove(spec).close();
      }
    }
    var now = clock.instant();
    usable.forEach(
        (spec, backbone) -> {
          var since = firstSeen.computeIfAbsent(spec, s -> now);
          if (!running.containsKey(spec) && !now.isBefore(since.plus(grace))) {
            running.put(spec, fill.apply(backbone).start());
          }
        });
  }

  @Override
  public String name() {
    return "back-fills";
  }

  @Override
  public LoopHealth health() {
    if (!trouble.isEmpty()) {
      return new LoopHealth(true, false, trouble);
    }
    return running.values().stream()
        .map(Monitored::health)
        .filter(health -> !health.alive() || !health.ready())
        .findFirst()
        .orElse(new LoopHealth(true, true, running.size() + " spaces are kept filled"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    running.values().forEach(Runs::close);
  }
}
