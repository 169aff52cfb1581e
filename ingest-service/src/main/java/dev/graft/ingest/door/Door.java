package dev.graft.ingest.door;

import java.util.Locale;

/** Ways in. */
public enum Door {
  HTTP,
  GRPC,
  INBOX;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
