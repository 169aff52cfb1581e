/**
 * The whole story in a few minutes, with its own checks. Begin at {@link
 * dev.graft.deploy.demo.Demo}.
 */
@NullMarked
package dev.graft.deploy.demo;

import org.jspecify.annotations.NullMarked;
