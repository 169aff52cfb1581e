package dev.graft.deploy.home;

import java.util.Arrays;
import java.util.Optional;

/** The processes of an installation, in the order in which they start. */
public enum Part {
  BROKER("broker"),
  STORE("store"),
  INGEST("ingest"),
  FEATURE("feature"),
  TRAINER("trainer"),
  INFERENCE("inference");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  /** As people write it: in messages, file names and options. */
  public String title() {
    return title;
  }

  public boolean service() {
    return this != BROKER && this != STORE;
  }

  public static Optional<Part> of(String title) {
    return Arrays.stream(values()).filter(part -> part.title.equals(title)).findFirst();
  }
}
