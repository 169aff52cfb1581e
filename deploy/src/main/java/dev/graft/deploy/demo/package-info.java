/**
 * The whole story in a few minutes, with its own checks. Begin at {@link
 * dev.graft.deploy.demo.Demo}; its second half is {@link dev.graft.deploy.demo.trial.TrialScene}.
 */
@NullMarked
package dev.graft.deploy.demo;

import org.jspecify.annotations.NullMarked;
