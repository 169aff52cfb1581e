/**
 * Bytes to messages and back. What can't be decoded is a value here, never an exception in a poll.
 * Start at {@link dev.graft.serdes.ProtoSerde}.
 */
@NullMarked
package dev.graft.serdes;

import org.jspecify.annotations.NullMarked;
