/**
 * Small things that every service must compute alike: CloudEvents headers, digests, receipts, the
 * split. Start at {@link dev.graft.events.Events}.
 */
@NullMarked
package dev.graft.events;

import org.jspecify.annotations.NullMarked;
