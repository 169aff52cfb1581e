/**
 * The one intake behind all three doors: checks what comes in, keeps its bytes, and answers with
 * the facts that must be announced. Knows no Kafka and no doors. Start at {@link
 * dev.graft.ingest.intake.Intake}.
 */
@NullMarked
package dev.graft.ingest.intake;

import org.jspecify.annotations.NullMarked;
