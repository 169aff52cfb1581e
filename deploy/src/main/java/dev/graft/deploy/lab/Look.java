package dev.graft.deploy.lab;

import java.util.Map;

/**
 * What a network and a head answer.
 *
 * @param validation to the held-back pictures
 * @param testAccuracy share of the test part that is right
 * @param head its settings
 */
record Look(Answers validation, double testAccuracy, Map<String, Object> head) {}
