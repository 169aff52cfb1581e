package dev.graft.deploy.demo;

import java.util.List;

/**
 * What the demo learns from and is examined on.
 *
 * @param train published with labels, in the order in which the labels arrive
 * @param test never published; only asked about
 */
record PictureSet(List<String> classes, List<Sample> train, List<Sample> test) {}
