package dev.graft.vision.backbone;

/**
 * The identity of an embedding: vectors of different spaces are never compared.
 *
 * @param id sha256 in hex over all that decides the numbers
 */
public record Space(String id) {}
