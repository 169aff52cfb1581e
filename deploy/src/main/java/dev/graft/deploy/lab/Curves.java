package dev.graft.deploy.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Accuracy while something grows.
 *
 * @param unit of what grows, e.g. training pictures
 * @param at how much of it, for each value
 * @param training accuracy on what was learned from
 * @param validation accuracy on the pictures that were held back
 * @param trainingLoss mean loss while learning, smoothed as the recipe says; none where no step was
 *     made
 * @param validationLoss log-loss on the pictures that were held back; none where no step was made
 */
public record Curves(
    String unit,
    List<Double> at,
    List<Double> training,
    List<Double> validation,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> trainingLoss,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> validationLoss) {
  public Curves {
    at = List.copyOf(at);
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    trainingLoss = List.copyOf(trainingLoss);
    validationLoss = List.copyOf(validationLoss);
  }

  /** Of something that is fitted, not learned step by step. */
  public Curves(String unit, List<Double> at, List<Double> training, List<Double> validation) {
    this(unit, at, training, validation, List.of(), List.of());
  }
}
