package dev.graft.inference;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * How questions are answered.
 *
 * @param device {@code auto} (the first GPU if there is one), {@code cpu} or {@code cuda:N}
 * @param threads that decode pictures and run forward passes; 0: one per core
 * @param passes forward passes at a time, no more than threads; 0: one per thread on a processor,
 *     two on a GPU
 * @param threadsPerPass cores that one forward pass uses
 * @param batchSize most pictures per forward pass; 0: what turns out to be fastest
 * @param queue most pictures between arrival and the end of their forward pass; beyond it
 *     RESOURCE_EXHAUSTED; also most elements of one ModelInfer
 * @param queueBytes most encoded bytes of them
 * @param shadowQueue most pictures that wait for a pass of a version on trial whose network is not
 *     the one that answered; what does not fit is not scored
 * @param calls of Predict, Embed and ModelInfer at a time; one more is refused with
 *     RESOURCE_EXHAUSTED before its picture is read
 * @param streams of PredictStream at a time, and as many of WatchRollouts; one more is refused with
 *     RESOURCE_EXHAUSTED
 * @param streamWindow most requests of a stream that are unanswered
 * @param residentVersions versions in memory per task, so that rolling back is a flip; what serves
 *     or is on trial stays even beyond it
 * @param pinnedLoads versions at a time that are loaded because a request names them
 * @param keepBytes most bytes of predicted pictures on their way to the inbox; beyond it they are
 *     dropped
 */
@ConfigurationProperties("graft.inference")
record InferenceConfig(
    @NotBlank @Bindable(defaultValue = "auto") String device,
    @Min(0) @Max(256) @Bindable(defaultValue = "0") int threads,
    @Min(0) @Max(256) @Bindable(defaultValue = "0") int passes,
    @Min(1) @Max(256) @Bindable(defaultValue = "1") int threadsPerPass,
    @Min(0) @Max(512) @Bindable(defaultValue = "0") int batchSize,
    @Min(1) @Max(100_000) @Bindable(defaultValue = "128") int queue,
    @Min(1) @Bindable(defaultValue = "268435456") long queueBytes,
    @Min(1) @Max(100_000) @Bindable(defaultValue = "32") int shadowQueue,
    @Min(1) @Max(10_000) @Bindable(defaultValue = "256") int calls,
    @Min(1) @Max(1000) @Bindable(defaultValue = "16") int streams,
    @Min(1) @Max(1000) @Bindable(defaultValue = "32") int streamWindow,
    @Min(2) @Max(1000) @Bindable(defaultValue = "5") int residentVersions,
    @Min(1) @Max(16) @Bindable(defaultValue = "2") int pinnedLoads,
    @Min(0) @Bindable(defaultValue = "67108864") long keepBytes) {}
