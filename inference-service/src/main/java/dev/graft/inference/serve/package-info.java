/**
 * Which versions this replica holds, and how a new one comes in beside the old. Start with {@link
 * dev.graft.inference.serve.Swapper}, which does what the rollouts say; requests get their version
 * from {@link dev.graft.inference.serve.Shelves}.
 */
@NullMarked
package dev.graft.inference.serve;

import org.jspecify.annotations.NullMarked;
