package dev.graft.ingest.outcome;

/**
 * What can be wrong with a submission. The code is what programs, rejects and metrics see; it never
 * changes.
 */
public enum Fault {
  EMPTY_EVENT("empty-event", Kind.INVALID),
  EMPTY_PICTURE("empty-picture", Kind.INVALID),
  UNKNOWN_KIND("unknown-kind", Kind.UNSUPPORTED),
  UNREADABLE_PICTURE("unreadable-picture", Kind.INVALID),
  TOO_LARGE("too-large", Kind.TOO_LARGE),
  TOO_MANY_PIXELS("too-many-pixels", Kind.TOO_LARGE),
  BAD_IMAGE_ID("bad-image-id", Kind.INVALID),
  BAD_FIELD("bad-field", Kind.INVALID),
  BAD_REFERENCE("bad-reference", Kind.INVALID),
  BLOB_MISSING("blob-missing", Kind.NOT_FOUND),
  ID_TAKEN("id-taken", Kind.CONFLICT),
  ERASED("erased", Kind.GONE),
  BAD_LABEL("bad-label", Kind.INVALID),
  BAD_RECEIPT("bad-receipt", Kind.INVALID),
  UNKNOWN_TASK("unknown-task", Kind.NOT_FOUND),
  UNKNOWN_CLASS("unknown-class", Kind.INVALID),
  BAD_TASK("bad-task", Kind.INVALID),
  STALE_REVISION("stale-revision", Kind.STALE),
  BAD_WEIGHTS("bad-weights", Kind.INVALID),
  MALFORMED("malformed", Kind.INVALID);

  /** What a caller can do about it; each door has its own status for each kind. */
  public enum Kind {
    INVALID,
    UNSUPPORTED,
    TOO_LARGE,
    NOT_FOUND,
    CONFLICT,
    GONE,
    STALE
  }

  private final String code;
  private final Kind kind;

  Fault(String code, Kind kind) {
    this.code = code;
    this.kind = kind;
  }

  public String code() {
    return code;
  }

  public Kind kind() {
    return kind;
  }
}
