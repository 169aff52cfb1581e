/**
 * Versions made before the measurement, by labelling as anybody would. Start at {@link
 * dev.graft.bench.premade.Premade}.
 */
@NullMarked
package dev.graft.bench.premade;

import org.jspecify.annotations.NullMarked;
