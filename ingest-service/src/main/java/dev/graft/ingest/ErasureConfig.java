package dev.graft.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How thoroughly and how soon an erasure is brought to its end.
 *
 * @param trimInbox delete from graft.inbox what was taken in already, once an image was erased;
 *     else the bytes of the picture stay there until the topic's retention ends
 * @param lookEvery between looks for erasures that are unfinished
 * @param sweepEvery between sweeps through all ids for what erased ones still have
 */
@ConfigurationProperties("graft.erasure")
record ErasureConfig(
    @Bindable(defaultValue = "true") boolean trimInbox,
    @Bindable(defaultValue = "30s") Duration lookEvery,
    @Bindable(defaultValue = "24h") Duration sweepEvery) {}
