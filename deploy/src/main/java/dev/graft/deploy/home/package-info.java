/**
 * The folder that an installation lives in: its lock, its ports, and the run file that says what
 * runs. Begin at {@link dev.graft.deploy.home.Home}.
 */
@NullMarked
package dev.graft.deploy.home;

import org.jspecify.annotations.NullMarked;
