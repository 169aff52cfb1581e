/**
 * The pictures and weights that are measured with. Start at {@link
 * dev.graft.bench.material.Material}.
 */
@NullMarked
package dev.graft.bench.material;

import org.jspecify.annotations.NullMarked;
