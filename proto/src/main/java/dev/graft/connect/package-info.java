/**
 * How a service process is configured, started, asked for its health, and stopped. Start at {@link
 * dev.graft.connect.ServiceProcess}.
 */
@NullMarked
package dev.graft.connect;

import org.jspecify.annotations.NullMarked;
