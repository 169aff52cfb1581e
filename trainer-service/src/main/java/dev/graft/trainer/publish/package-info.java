/**
 * How a version comes to exist: its files in the store, its number, and which versions are kept.
 * Start reading at {@link dev.graft.trainer.publish.BundlePublisher}.
 */
@NullMarked
package dev.graft.trainer.publish;

import org.jspecify.annotations.NullMarked;
