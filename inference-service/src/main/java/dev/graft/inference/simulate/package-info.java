/**
 * Tries a policy against versions that are made up: the real judge, a virtual clock, and seeds.
 * Start with {@link dev.graft.inference.simulate.Simulation}; {@link
 * dev.graft.inference.simulate.SimulateMain} is its door for the command line.
 */
@NullMarked
package dev.graft.inference.simulate;

import org.jspecify.annotations.NullMarked;
