/** The gRPC door. Start at {@link dev.graft.ingest.grpc.IngestEndpoint}. */
@NullMarked
package dev.graft.ingest.grpc;

import org.jspecify.annotations.NullMarked;
