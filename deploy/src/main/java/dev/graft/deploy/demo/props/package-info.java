/**
 * What the scenes of the demo share: pictures, the ways in, a client that keeps asking, ears on the
 * topics, and the narrator.
 */
@NullMarked
package dev.graft.deploy.demo.props;

import org.jspecify.annotations.NullMarked;
