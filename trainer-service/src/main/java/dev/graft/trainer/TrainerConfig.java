package dev.graft.trainer;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * How labels and embeddings become models. When a task is fitted and what is released is the task's
 * own affair (TaskSpec.fit and TaskSpec.gate).
 *
 * @param fitThreads fits at a time, each on one thread; 0: half the cores, at least one
 * @param streamThreads threads that take in facts
 * @param commitInterval longest that a change waits for its transaction; shorter is sooner and
 *     costs more transactions
 * @param storeMemoryMebibytes native memory of all RocksDB stores together
 * @param collectGrace how long nothing must need an object of a bundle before it is deleted; half
 *     of it is the longest that a fit's bundle may wait for its announcement
 * @param collectEvery between two looks for such objects
 * @param device where fine-tunes run, and pictures go through tails: cpu, cuda:N, or auto for the
 *     first GPU if there is one
 * @param tuneCacheMebibytes most disk for what a trunk made of the pictures of the fine-tune under
 *     way; what finds no room is computed again in each epoch
 */
@ConfigurationProperties("graft.trainer")
record TrainerConfig(
    @Min(0) @Max(256) @Bindable(defaultValue = "0") int fitThreads,
    @Min(1) @Max(64) @Bindable(defaultValue = "1") int streamThreads,
    @Bindable(defaultValue = "50ms") Duration commitInterval,
    @Min(16) @Max(65536) @Bindable(defaultValue = "128") int storeMemoryMebibytes,
    @Bindable(defaultValue = "24h") Duration collectGrace,
    @Bindable(defaultValue = "1h") Duration collectEvery,
    @Bindable(defaultValue = "cpu") String device,
    @Min(1) @Max(1 << 20) @Bindable(defaultValue = "4096") int tuneCacheMebibytes) {}
