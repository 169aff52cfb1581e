package dev.graft.deploy.demo.props;

import java.util.function.Supplier;

/**
 * One picture of the demo.
 *
 * @param imageId what it is called in the system; says nothing of its class
 * @param encoded its bytes, fetched when needed
 */
public record Sample(String imageId, String className, Supplier<byte[]> encoded) {}
