/**
 * What the two doors that answer have in common: take, announce, count, and only then answer. Start
 * at {@link dev.graft.ingest.door.Desk}.
 */
@NullMarked
package dev.graft.ingest.door;

import org.jspecify.annotations.NullMarked;
