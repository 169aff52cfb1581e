package dev.graft.deploy.lab;

import java.util.List;

/**
 * Accuracy while something grows.
 *
 * @param unit of what grows, e.g. training pictures
 * @param at how much of it, for each value
 * @param training accuracy on what was learned from
 * @param validation accuracy on the pictures that were held back
 */
public record Curves(String unit, List<Double> at, List<Double> training, List<Double> validation) {
  public Curves {
    at = List.copyOf(at);
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }
}
