/**
 * The HTTP door: pictures as multipart or raw bodies, everything else as Protobuf's JSON, refusals
 * as problem+json (RFC 9457). Start at {@link dev.graft.ingest.http.ImagesController}.
 */
@NullMarked
package dev.graft.ingest.http;

import org.jspecify.annotations.NullMarked;
