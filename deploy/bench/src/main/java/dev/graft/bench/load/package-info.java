/**
 * What goes on in the world while something is measured: pictures, labels, corrections,
 * retractions, erasures and questions, at a steady pace. Start at {@link
 * dev.graft.bench.load.Load}.
 */
@NullMarked
package dev.graft.bench.load;

import org.jspecify.annotations.NullMarked;
