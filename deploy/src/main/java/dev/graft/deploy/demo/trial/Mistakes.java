package dev.graft.deploy.demo.trial;

import java.util.List;
import java.util.Random;

/** Labels shuffled among the classes, so that none is right. */
final class Mistakes {
  private final List<String> classes;
  private final Random random;

  Mistakes(List<String> classes, Random random) {
    this.classes = classes;
    this.random = random;
  }

  /** Any class but this one, each as likely. */
  String insteadOf(String right) {
    int away = 1 + random.nextInt(classes.size() - 1);
    return classes.get((classes.indexOf(right) + away) % classes.size());
  }
}
