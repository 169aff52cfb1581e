package dev.graft.deploy.rejects;

import dev.graft.v1.Reject;

/** A reject, and where it lies. */
public record Found(RejectId id, Reject reject) {

  /** Whether this place means it: its own, or that of the record that was refused. */
  public boolean isAt(RejectId place) {
    return id.equals(place) || RejectId.source(reject).equals(place);
  }

  /** The same without the bytes, to be kept in numbers. */
  public Found light() {
    return new Found(id, reject.toBuilder().clearValue().build());
  }
}
