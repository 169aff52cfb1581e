/**
 * Weights that others have published: names, where they lie, what they cost in duties, and what
 * they reach. Start at {@link dev.graft.vision.catalogue.Catalogue}; the data is {@code
 * weights.json} beside it.
 */
@NullMarked
package dev.graft.vision.catalogue;

import org.jspecify.annotations.NullMarked;
