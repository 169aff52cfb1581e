/**
 * What runs inside the processes that are ours alone: the embedded broker and the embedded store.
 */
@NullMarked
package dev.graft.deploy.child;

import org.jspecify.annotations.NullMarked;
