/**
 * Models answer. Start with {@link dev.graft.inference.Wiring}, which reads top to bottom as the
 * process; then in the order things happen: {@code predict} takes requests, {@code batch} embeds
 * their pictures, {@code serve} holds and swaps versions, {@code rollout} says which one serves,
 * {@code record} writes down what was answered.
 */
@NullMarked
package dev.graft.inference;

import org.jspecify.annotations.NullMarked;
