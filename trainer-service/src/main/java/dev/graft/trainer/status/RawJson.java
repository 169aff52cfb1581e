package dev.graft.trainer.status;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** JSON that is written as it is. */
record RawJson(@JsonValue @JsonRawValue String text) {}
