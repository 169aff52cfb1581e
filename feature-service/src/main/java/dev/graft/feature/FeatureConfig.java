package dev.graft.feature;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/**
 * How images become embeddings.
 *
 * @param device {@code auto} (the first GPU if there is one), {@code cpu} or {@code cuda:N}
 * @param threads that decode pictures and run forward passes; 0: one per core
 * @param threadsPerPass cores that one forward pass uses
 * @param pollRecords most images that one loop takes at once
 * @param liveLoops loops that take live images in turns, each with its share of the partitions
 * @param maxPicturePixels width times height of a picture that is decoded
 * @param missingBlobPatience how long after an image's announcement its blob may be absent
 * @param backFillGrace how long every replica has had to notice a new space before its back-fill
 *     begins
 * @param backFillWait longest that a batch of a back-fill waits for live images
 */
@ConfigurationProperties("graft.feature")
record FeatureConfig(
    @NotBlank @Bindable(defaultValue = "auto") String device,
    @Min(0) @Max(256) @Bindable(defaultValue = "0") int threads,
    @Min(1) @Max(256) @Bindable(defaultValue = "1") int threadsPerPass,
    @Min(1) @Max(10_000) @Bindable(defaultValue = "128") int pollRecords,
    @Min(1) @Max(6) @Bindable(defaultValue = "2") int liveLoops,
    @Min(1) @Bindable(defaultValue = "50000000") long maxPicturePixels,
    @Bindable(defaultValue = "30s") Duration missingBlobPatience,
    @Bindable(defaultValue = "2s") Duration backFillGrace,
    @Bindable(defaultValue = "1s") Duration backFillWait) {}
