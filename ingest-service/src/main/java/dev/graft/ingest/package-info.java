/**
 * ingest-service: images, labels and tasks come in. Start at {@link dev.graft.ingest.Wiring}, which
 * reads top to bottom as the process.
 */
@NullMarked
package dev.graft.ingest;

import org.jspecify.annotations.NullMarked;
