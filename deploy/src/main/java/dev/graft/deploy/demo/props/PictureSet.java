package dev.graft.deploy.demo.props;

import java.util.List;

/**
 * What the demo learns from and is examined on.
 *
 * @param train published with labels, in the order in which the labels arrive
 * @param test never published; only asked about
 */
public record PictureSet(List<String> classes, List<Sample> train, List<Sample> test) {}
