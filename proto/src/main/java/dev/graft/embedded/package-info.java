/**
 * A real broker and a real S3 server inside this JVM, for one machine and for tests. Start at
 * {@link dev.graft.embedded.EmbeddedBroker}.
 */
@NullMarked
package dev.graft.embedded;

import org.jspecify.annotations.NullMarked;
