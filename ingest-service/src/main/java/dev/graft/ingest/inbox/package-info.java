/**
 * The door for publishers who never call us: graft.inbox. Start at {@link
 * dev.graft.ingest.inbox.TakeIn}.
 */
@NullMarked
package dev.graft.ingest.inbox;

import org.jspecify.annotations.NullMarked;
