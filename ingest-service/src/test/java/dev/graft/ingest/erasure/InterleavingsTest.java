package dev.graft.ingest.erasure;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.ingest.door.Announcer;
import dev.graft.ingest.intake.Erasures;
import dev.graft.ingest.intake.Intake;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.picture.Drawn;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageSubmitted;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every order in which the calls of submitters, an eraser and the two tidiers can meet in the
 * store, each of them also dying after any of its calls, with the real code of all.
 */
class InterleavingsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] CAT = Drawn.png(1);

  @Test
  void anErasureBetweenTwoSubmissionsOfTheSameBytes() {
    int states = explore(List.of(submit("a"), submit("b"), erase("a")));
    assertTrue(states > 300, "looked at " + states);
  }

  @Test
  void anErasureBetweenTwoSubmissionsOfOneId() {
    int states = explore(List.of(submit("a"), submit("a"), erase("a")));
    assertTrue(states > 300, "looked at " + states);
  }

  @Test
  void tidyingWhileASubmissionAndAnErasureAreUnderWay() {
    int states = explore(List.of(submit("a"), erase("a"), InterleavingsTest::tidy));
    assertTrue(states > 300, "looked at " + states);
  }

  @Test
  void sweepingWhileASubmissionAndAnErasureAreUnderWay() {
    int states = explore(List.of(submit("a"), erase("a"), InterleavingsTest::sweep));
    assertTrue(states > 100, "looked at " + states);
  }

  /** Breadth first over all states; returns how many there are. */
  private static int explore(List<World.Work> works) {
    var seen = new HashSet<String>();
    var open = new ArrayDeque<World>();
    open.add(new World(works));
    while (!open.isEmpty()) {
      var world = open.remove();
      if (!seen.add(world.signature())) {
        continue;
      }
      whatWasTakenIsThere(world);
      IntStream.range(0, works.size())
          .filter(who -> world.result(who).isEmpty())
          .forEach(
              who -> {
                var next = world.copy();
                next.step(who);
                open.add(next);
              });
      everybodyElseDies(world.copy());
    }
    return seen.size();
  }

  /** At every moment. */
  private static void whatWasTakenIsThere(World world) {
    for (var id : announced(world, true)) {
      if (world.store().get(Keys.erased(id)).isEmpty()) {
        assertArrayEquals(CAT, world.store().get(Keys.pixels(id)).orElseThrow(), id);
        assertTrue(world.store().get(Keys.imageId(id)).isPresent(), id);
      }
    }
  }

  /** From every moment on: what was begun comes to its end, or can be done again. */
  private static void everybodyElseDies(World world) {
    boolean asked = !world.store().list("erasing/").isEmpty();
    tidy(world.store(), world.announcer());
    sweep(world.store(), world.announcer());
    lastWords(world);
    boolean erased = world.store().get(Keys.erased("a")).isPresent();
    assertTrue(erased || !asked);
    assertEquals(List.of(), world.store().list("erasing/"));
    if (erased) {
      assertEquals(Optional.empty(), world.store().get(Keys.pixels("a")));
      assertEquals(Optional.empty(), world.store().get(Keys.imageId("a")));
      assertEquals(Set.of("a"), announced(world, false));
      assertEquals("ERASED", submit("a").apply(world.store(), world.announcer()));
      assertEquals(Optional.empty(), world.store().get(Keys.pixels("a")));
    } else {
      assertEquals("taken", submit("a").apply(world.store(), world.announcer()));
    }
    assertEquals("taken", submit("b").apply(world.store(), world.announcer()));
    whatWasTakenIsThere(world);
  }

  /** Ids of which the topic's last word is that they are stored, or that they are erased. */
  private static Set<String> announced(World world, boolean stored) {
    var last = new java.util.HashMap<String, ImageFact>();
    world.topic().forEach(fact -> last.put(id(fact), fact));
    return last.entrySet().stream()
        .filter(entry -> entry.getValue().hasStored() == stored)
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  private static String id(ImageFact fact) {
    return fact.hasStored() ? fact.getStored().getImageId() : fact.getErased().getImageId();
  }

  private static World.Work submit(String id) {
    return (blobs, announcer) -> {
      var submitted = ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(CAT));
      try {
        return new Intake(blobs, PictureLimits.DEFAULT)
            .image(submitted.build(), NOW)
            .then(
                taken -> {
                  announcer.announce(Topics.IMAGES, id, taken.fact());
                  return Outcome.taken("taken");
                })
            .either(taken -> taken, refused -> refused.fault().name());
      } catch (StoreUnavailableException triedAgainLater) {
        return "again";
      }
    };
  }

  private static World.Work erase(String id) {
    return (blobs, announcer) ->
        new Intake(blobs, PictureLimits.DEFAULT)
            .erase(id, "ann", "", NOW)
            .then(
                erased -> {
                  var fact = ImageFact.newBuilder().setErased(erased).build();
                  announcer.announce(Topics.IMAGES, id, fact);
                  return Outcome.taken("erased");
                })
            .either(taken -> taken, refused -> refused.fault().name());
  }

  private static String tidy(BlobStore blobs, Announcer announcer) {
    return new UnfinishedErasures(new Erasures(blobs), announcer, Optional.empty()).tend();
  }

  private static String sweep(BlobStore blobs, Announcer announcer) {
    try {
      return new Sweep(blobs).run(time -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void lastWords(World world) {
    var poll = new ArrayList<Received<ImageFact>>();
    for (var fact : world.topic()) {
      poll.add(new Received<>("graft.images", 0, poll.size(), NOW, id(fact), fact, Map.of()));
    }
    for (var out : new ErasureKeeper(new Erasures(world.store())).on(poll)) {
      world.topic().add((ImageFact) ((Outgoing.Send<?>) out).value());
    }
  }
}
