/**
 * One class for each command of {@code graft}; each reads its options, does its work and says what
 * happened.
 */
@NullMarked
package dev.graft.deploy.command;

import org.jspecify.annotations.NullMarked;
