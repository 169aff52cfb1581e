/**
 * The one place that polls, sends and commits. Start at {@link dev.graft.loop.StepLoop}, then
 * {@link dev.graft.loop.Register}, {@link dev.graft.loop.Publisher} and {@link
 * dev.graft.loop.StreamsShell}.
 */
@NullMarked
package dev.graft.loop;

import org.jspecify.annotations.NullMarked;
