/**
 * Measures what a diagnosis goes by: what a network makes of pictures that are prepared otherwise,
 * what heads answer to examples that they have not seen, and whether two pictures are one. Start
 * reading at {@link dev.graft.vision.examine.NetworkExam}.
 */
@NullMarked
package dev.graft.vision.examine;

import org.jspecify.annotations.NullMarked;
