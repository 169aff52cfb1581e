/**
 * What a linear head needs to know of its examples, as sums: counts and sums of each class and one
 * pooled second moment. Sums are whole numbers, so examples may come in any order, in any number of
 * pieces, and go again, to the bit. Start reading at {@link
 * dev.graft.vision.head.statistics.ClassStatistics}.
 */
@NullMarked
package dev.graft.vision.head.statistics;

import org.jspecify.annotations.NullMarked;
