/**
 * Published weights come from a hub, or from a file, into the store: fetched with resume, compared
 * with the digest that they must have, looked at tensor by tensor, and remembered by name. Start at
 * {@link dev.graft.deploy.weights.AddWeights}.
 */
@NullMarked
package dev.graft.deploy.weights;

import org.jspecify.annotations.NullMarked;
