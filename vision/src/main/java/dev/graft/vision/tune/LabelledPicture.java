package dev.graft.vision.tune;

/**
 * A picture of the training set, by name.
 *
 * @param digest of its bytes, or another stable name: chance is drawn by it
 * @param label index of its class
 */
public record LabelledPicture(String digest, int label) {}
