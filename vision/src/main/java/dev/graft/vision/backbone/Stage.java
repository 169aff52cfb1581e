package dev.graft.vision.backbone;

import dev.graft.vision.layer.Layer;

/**
 * A named part of a network's chain; a network can be cut, and tapped, after each.
 *
 * @param name for people, cuts and taps
 * @param prefix under which its weights are named, often the same
 */
public record Stage(String name, String prefix, Layer layer) {}
