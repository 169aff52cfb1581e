package dev.graft.feature.fill;

import dev.graft.feature.space.Backbones;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Runs;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one back-fill running for each space that can be used. A back-fill begins a little after
 * the space was first seen: by then the live loops of all replicas have taken the space over, and
 * the end of the topic is a safe boundary.
 */
public final class BackFills implements Runs {
  private static final Logger LOG = LoggerFactory.getLogger(BackFills.class);

  /** Longer than a session: by then a replica that is gone is out of the group. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Backbones backbones;
  private final Fills fills;
  private final Duration grace;
  private final Clock clock;
  private final Map<BackboneSpec, Instant> firstSeen = new ConcurrentHashMap<>();
  private final Map<BackboneSpec, Running> running = new ConcurrentHashMap<>();

  /** Dropped spaces whose progress is still to be forgotten, and since when. */
  private final Map<Space, Instant> ending = new ConcurrentHashMap<>();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "graft-back-fills");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String trouble = "";
  private volatile @Nullable Error fatal;
  private boolean started; // guarded by this

  /** Makes back-fills, and forgets them. */
  public interface Fills {
    /** The back-fill of a space, not started yet; goes on where its progress is. */
    Runs of(Backbone backbone);

    /** Deletes a space's progress; false: not yet, other replicas still work on it. */
    boolean forget(Space space);
  }

  private record Running(Backbone backbone, Space space, Runs fill) {}

  /**
   * Back-fills of the usable backbones.
   *
   * @param grace from when a space is seen to when its back-fill begins
   */
  public BackFills(Backbones backbones, Fills fills, Duration grace, Clock clock) {
    this.backbones = backbones;
    this.fills = fills;
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

  void tendOrSay() {
    try {
      tend();
      trouble = "";
    } catch (RuntimeException broken) { // the world is broken: tried again in a second
      if (trouble.isEmpty()) {
        LOG.warn("can't look after the back-fills now, trying again", broken);
      }
      trouble = String.valueOf(broken.getMessage());
    } catch (Error e) { // only a restart helps; thrown on alone it would end the timer in silence
      LOG.error("can't look after the back-fills any more", e);
      fatal = e;
      throw e;
    }
  }

  void tend() {
    var usable =
        backbones.usable().stream().collect(Collectors.toMap(Backbone::spec, Function.identity()));
    var now = clock.instant();
    firstSeen.keySet().retainAll(usable.keySet());
    for (var spec : running.keySet()) {
      end(spec, usable, now);
    }
    ending.forEach((space, since) -> forget(space, now.isAfter(since.plus(PATIENCE))));
    usable.forEach(
        (spec, backbone) -> {
          var since = firstSeen.computeIfAbsent(spec, s -> now);
          if (!running.containsKey(spec)
              && !ending.containsKey(backbone.space())
              && !now.isBefore(since.plus(grace))) {
            running.put(spec, new Running(backbone, backbone.space(), fills.of(backbone).start()));
          }
        });
  }

  /**
   * Ends the back-fill of a space that was dropped, also if it is wanted again by now: then its
   * backbone is another. Its progress must go: it passed over what the live loop was to embed, and
   * a live loop that lagged behind has passed over that too since nobody wanted the space.
   */
  private void end(BackboneSpec spec, Map<BackboneSpec, Backbone> usable, Instant now) {
    var old = running.get(spec);
    var present = usable.get(spec);
    if (old == null || old.backbone().equals(present)) {
      return;
    }
    running.remove(spec);
    firstSeen.remove(spec);
    old.fill().close();
    boolean underAnotherName =
        present == null
            && usable.values().stream().anyMatch(other -> other.space().equals(old.space()));
    if (!underAnotherName) {
      ending.putIfAbsent(old.space(), now);
    }
  }

  /** A replica that never noticed the drop has never stopped, and need not be waited for. */
  private void forget(Space space, boolean giveUp) {
    if (fills.forget(space)) {
      ending.remove(space);
    } else if (giveUp) {
      LOG.warn(
          "other replicas fill space {} all the time; its progress is left as it is", space.id());
      ending.remove(space);
    }
  }

  @Override
  public String name() {
    return "back-fills";
  }

  @Override
  public LoopHealth health() {
    var ended = fatal;
    if (ended != null) {
      return new LoopHealth(false, false, "its timer has ended: " + ended);
    }
    if (!trouble.isEmpty()) {
      return new LoopHealth(true, false, trouble);
    }
    return running.values().stream()
        .map(each -> each.fill().health())
        .filter(health -> !health.alive() || !health.ready())
        .findFirst()
        .orElse(new LoopHealth(true, true, running.size() + " spaces are kept filled"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    running.values().forEach(each -> each.fill().close());
  }
}
