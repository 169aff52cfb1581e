package dev.graft.bench.kills;

import dev.graft.deploy.home.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which part is killed when: each as often as the others, in an order drawn from the seed. */
record KillPlan(List<Kill> kills) {
  /**
   * One kill.
   *
   * @param millisAfter how long after the system has been seen working
   */
  record Kill(Part part, long millisAfter) {}

  /**
   * @param soonest least time after the system has been seen working
   * @param latest most time
   */
  static KillPlan of(int kills, long seed, Duration soonest, Duration latest) {
    var random = new Random(seed);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      parts.add(Part.values()[i % Part.values().length]);
    }
    Collections.shuffle(parts, random);
    long least = soonest.toMillis();
    double range = latest.toMillis() - least;
    return new KillPlan(
        parts.stream()
            .map(part -> new Kill(part, least + (long) (random.nextDouble() * range)))
            .toList());
  }
}
