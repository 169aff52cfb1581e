package dev.graft.inference.evidence;

/** What a test found, and on what. */
public sealed interface Finding {
  String why();

  record Worse(String why) implements Finding {}

  record NotWorse(String why) implements Finding {}

  /** Neither a failure nor a pass. */
  record NoEvidenceYet(String why) implements Finding {}
}
