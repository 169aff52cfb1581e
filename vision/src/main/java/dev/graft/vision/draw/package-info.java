/**
 * Pictures from formulas, so that the project needs nobody's photographs: what {@code mini} is
 * pretrained on, the task that the demonstration teaches, and the one picture every bundle is
 * probed with.
 *
 * <p>Start at {@link dev.graft.vision.draw.Scene} for the pretraining pictures (an object from
 * {@code Contours} with a surface from {@code Textures}, laid on a ground, then "photographed"),
 * and at {@link dev.graft.vision.draw.DemoPictures} for the demonstration's sheet-metal parts.
 * Everything is a function of a seed; nothing here draws text, for bare machines have no fonts.
 */
@NullMarked
package dev.graft.vision.draw;

import org.jspecify.annotations.NullMarked;
