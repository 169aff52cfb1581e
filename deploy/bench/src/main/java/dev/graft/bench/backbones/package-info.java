/**
 * Forward passes of every architecture against PyTorch eager's, their memory, and what a GPU makes
 * of them. Start at {@link dev.graft.bench.backbones.Backbones}, then {@link
 * dev.graft.bench.backbones.Duel}.
 */
@NullMarked
package dev.graft.bench.backbones;

import org.jspecify.annotations.NullMarked;
