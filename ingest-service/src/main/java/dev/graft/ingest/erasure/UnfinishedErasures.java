package dev.graft.ingest.erasure;

import dev.graft.ingest.door.Announcer;
import dev.graft.ingest.intake.Erasures;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings erasures to their end, whatever died on the way: each has a note in the store until the
 * image is marked, its objects are gone, the erasure is announced, and the inbox no longer holds
 * what was published before it. Any replica may do all of it, several times.
 */
public final class UnfinishedErasures {
  private final Erasures erasures;
  private final Announcer announcer;
  private final Optional<InboxTrim> trim;

  /** Where the inbox ended when we first saw a note: what was published before must go. */
  private final Map<String, Map<Integer, Long>> through = new HashMap<>();

  /**
   * Over the notes in the store.
   *
   * @param trim empty: the inbox is left to its retention
   */
  public UnfinishedErasures(Erasures erasures, Announcer announcer, Optional<InboxTrim> trim) {
    this.erasures = erasures;
    this.announcer = announcer;
    this.trim = trim;
  }

  /** Does what can be done now; says how many are finished and how many wait. */
  public String tend() {
    var notes = erasures.unfinished();
    through.keySet().retainAll(notes);
    if (notes.isEmpty()) {
      return "no erasure is unfinished";
    }
    for (var note : notes) {
      if (!through.containsKey(note)) {
        erasures.wished(note).ifPresent(this::carryOut);
        through.put(note, trim.map(InboxTrim::ends).orElseGet(Map::of)); // after the marker
      }
    }
    var takenIn = trim.map(InboxTrim::trim).orElse(null);
    long finished = notes.stream().filter(note -> finish(note, takenIn)).count();
    return "%d erasures finished, %d wait for the inbox"
        .formatted(finished, notes.size() - finished);
  }

  private void carryOut(ImageErased wished) {
    var fact = ImageFact.newBuilder().setErased(erasures.carryOut(wished)).build();
    announcer.announce(Topics.IMAGES, wished.getImageId(), fact);
  }

  private boolean finish(String note, @Nullable Map<Integer, Long> takenIn) {
    var ends = through.getOrDefault(note, Map.of());
    boolean trimmed =
        takenIn == null
            || ends.entrySet().stream()
                .allMatch(end -> takenIn.getOrDefault(end.getKey(), 0L) >= end.getValue());
    if (trimmed) {
      erasures.finished(note);
      through.remove(note);
    }
    return trimmed;
  }
}
