package dev.graft.deploy.lab;

import java.util.Map;

/**
 * What one way of doing it came to.
 *
 * @param testAccuracy on the test part
 * @param validationAccuracy on the train pictures that were held back
 * @param validationLoss log-loss on them; of entries that are equally often right the lesser is
 *     chosen
 * @param seconds that it would take alone, embedding included
 * @param inferenceMillis forward pass of one picture on one core, median
 */
public record Entry(
    String name,
    double testAccuracy,
    double validationAccuracy,
    double validationLoss,
    double seconds,
    double inferenceMillis,
    Curves curves,
    Map<String, Object> settings) {}
