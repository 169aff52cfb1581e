package dev.graft.inference.serve;

/**
 * What a backbone takes of one picture: {@code [channels, size, size]}.
 *
 * @param tiled any number of such squares
 */
public record InputShape(int channels, int size, boolean tiled) {}
