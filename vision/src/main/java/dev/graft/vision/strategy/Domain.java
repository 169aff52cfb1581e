package dev.graft.vision.strategy;

import java.util.Locale;

/** How far a task's pictures lie from those that its backbone was trained on. */
public enum Domain {
  NEAR,
  FAR,
  /** In between, or not measured. */
  UNCLEAR;

  /** As people type it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
