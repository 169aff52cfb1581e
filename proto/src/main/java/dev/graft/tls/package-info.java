/**
 * Certificates and keys from PEM files, for our servers and for our clients. Start at {@link
 * dev.graft.tls.ServerTls} and {@link dev.graft.tls.ClientTls}.
 */
@NullMarked
package dev.graft.tls;

import org.jspecify.annotations.NullMarked;
