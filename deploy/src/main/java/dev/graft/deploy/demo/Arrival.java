package dev.graft.deploy.demo;

import dev.graft.deploy.demo.props.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * In which order labels arrive: mixed, but the classes take turns, as if somebody meant to label
 * some of each.
 */
final class Arrival {
  private Arrival() {}

  static List<Sample> order(List<Sample> samples, Random random) {
    var mixed = new ArrayList<>(samples);
    Collections.shuffle(mixed, random);
    Map<String, Deque<Sample>> byClass = new LinkedHashMap<>();
    mixed.forEach(
        sample ->
            byClass.computeIfAbsent(sample.className(), name -> new ArrayDeque<>()).add(sample));
    var ordered = new ArrayList<Sample>();
    while (ordered.size() < mixed.size()) {
      byClass.values().stream()
          .filter(queue -> !queue.isEmpty())
          .forEach(queue -> ordered.add(queue.remove()));
    }
    return ordered;
  }

  /**
   * Sizes of the batches that labels arrive in: small at first, when each label counts most.
   *
   * @param labels how many arrive in batches altogether
   */
  static List<Integer> batches(int labels) {
    var shares = List.of(0.04, 0.06, 0.10, 0.15, 0.20, 0.20);
    var sizes = new ArrayList<Integer>();
    int given = 0;
    for (double share : shares) {
      int size = Math.max(1, (int) Math.round(share * labels));
      sizes.add(size);
      given += size;
    }
    sizes.add(labels - given);
    return sizes.stream().filter(size -> size > 0).toList();
  }
}
