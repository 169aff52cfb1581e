package dev.graft.vision.backbone;

/**
 * Which backbone is meant.
 *
 * @param name of the architecture
 * @param weightsDigest sha256 of its safetensors file in hex; empty for the weights that ship with
 *     it
 */
public record BackboneSpec(String name, String weightsDigest) {}
