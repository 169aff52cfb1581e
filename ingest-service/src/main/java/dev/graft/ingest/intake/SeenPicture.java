package dev.graft.ingest.intake;

import dev.graft.ingest.picture.Glimpse;

/** A picture's bytes, with what their header says. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SeenPicture(byte[] bytes, Glimpse glimpse) {}
