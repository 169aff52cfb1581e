package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.v1.RunEvent;
import java.util.List;
import java.util.Locale;

/** A task of cats and dogs, and how its story is read from the topics. */
final class Pets {
  private Pets() {}

  /** Cats and dogs in turn, each class on its side. */
  static void pets(Rig rig, int count) {
    for (int i = 0; i < count; i++) {
      boolean cat = i % 2 == 0;
      rig.example("pets", "pet-" + i, cat ? "cat" : "dog", (cat ? -4 : 4) + i % 3);
    }
  }

  static String nameOf(RunEvent event) {
    return event.getEventCase().name().toLowerCase(Locale.ROOT);
  }

  static <T> T only(List<T> all) {
    assertEquals(1, all.size(), all::toString);
    return all.get(0);
  }

  static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
