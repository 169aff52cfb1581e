package dev.graft.deploy.lab;

import java.nio.file.Path;

/**
 * A picture of an experiment. Its file is read when it is needed.
 *
 * @param part what it is used for
 * @param label index of its class
 * @param rank its place among the pictures of its class and part, by lot; the first so many of each
 *     are a smaller set
 */
public record LabPicture(Path file, Part part, int label, int rank) {
  /** What a picture is used for. */
  public enum Part {
    /** Learned from. */
    FIT,
    /** Of the train folder too, but held back: it chooses. */
    VALIDATION,
    /** Of the test folder: it neither teaches nor chooses. */
    TEST
  }
}
