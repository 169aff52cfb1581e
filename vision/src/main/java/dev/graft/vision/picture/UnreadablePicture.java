package dev.graft.vision.picture;

/** Carries a fault up to the door of this package, where it becomes a value. */
final class UnreadablePicture extends Exception {
  private static final long serialVersionUID = 1;

  private final String fault;
  private final String reason;

  UnreadablePicture(String fault, String reason) {
    super(reason, null, false, false); // no stack: it is data on its way
    this.fault = fault;
    this.reason = reason;
  }

  static UnreadablePicture truncated(String kind) {
    return new UnreadablePicture(Fault.TRUNCATED, "The " + kind + " ends before its picture does.");
  }

  static UnreadablePicture corrupt(String kind, String detail) {
    return new UnreadablePicture(Fault.CORRUPT, "The " + kind + " is broken: " + detail + ".");
  }

  Decoded.Unreadable value() {
    return new Decoded.Unreadable(fault, reason);
  }
}
