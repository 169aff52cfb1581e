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
 */
@ConfigurationProperties("graft.trainer")
record TrainerConfig(
    @Min(0) @Max(256) @Bindable(defaultValue = "0") int fitThreads,
    @Min(1) @Max(64) @Bindable(defaultValue = "1") int streamThreads,
    @Bindable(defaultValue = "50ms") Duration commitInterval,
    @Min(16) @Max(65536) @Bindable(defaultValue = "128") int storeMemoryMebibytes) {}
