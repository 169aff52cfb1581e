/**
 * Which backbone spaces the live tasks name, and the loaded backbones behind them. Start at {@link
 * dev.graft.feature.space.Backbones}.
 */
@NullMarked
package dev.graft.feature.space;

import org.jspecify.annotations.NullMarked;
