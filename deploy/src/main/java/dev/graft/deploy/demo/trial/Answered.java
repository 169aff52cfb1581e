package dev.graft.deploy.demo.trial;

import java.time.Instant;

/**
 * An answer that a visitor got.
 *
 * @param version that answered
 */
record Answered(Instant asked, Instant heard, long version) {}
