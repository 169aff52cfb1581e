package dev.graft.deploy.weights;

/**
 * Weights that were added here.
 *
 * @param architecture torchvision's name of the network
 * @param digest sha256 in hex: what they must have whenever they are added again
 * @param from where they came from: an address or a file
 */
public record Added(String architecture, String digest, String from) {}
