/**
 * What more examples cost: time to take them in, to fit, to serve a label; memory. Start at {@link
 * dev.graft.bench.growth.Growth}.
 */
@NullMarked
package dev.graft.bench.growth;

import org.jspecify.annotations.NullMarked;
