package dev.graft.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/**
 * What is taken in.
 *
 * @param maxPictureBytes of an encoded picture; the inbox takes no larger ones anyway
 * @param maxPicturePixels width times height
 * @param maxWeightsBytes of an uploaded weights file
 * @param uploadGrace how long an upload of weights to the store may take; one that is older was
 *     left by a process that died, and is ended
 * @param defaultBackbone of tasks that name none
 * @param defaultWeights digest of its weights; empty: those that ship
 * @param missingObjectPatience how long after a submission the object that it refers to may appear
 * @param inboxRecords most records taken from the inbox at once
 * @param storeCalls round trips to the store at a time, for the inbox
 * @param calls of gRPC at a time, but for uploads; one more is refused with RESOURCE_EXHAUSTED
 * @param uploads streams of UploadImages at a time; one more is refused with RESOURCE_EXHAUSTED
 * @param uploadPictures pictures of all uploads together that are taken in at a time
 * @param uploadBytes of pictures of all uploads together that are held; beyond them no stream is
 *     asked for more, so that each holds at most one picture over
 */
@ConfigurationProperties("graft.ingest")
record IngestConfig(
    @Min(1) @Max(16 << 20) @Bindable(defaultValue = "16777216") long maxPictureBytes,
    @Min(1) @Bindable(defaultValue = "50000000") long maxPicturePixels,
    @Min(1) @Bindable(defaultValue = "2147483648") long maxWeightsBytes,
    @Bindable(defaultValue = "24h") Duration uploadGrace,
    @NotBlank @Bindable(defaultValue = "mini") String defaultBackbone,
    @Bindable(defaultValue = "") String defaultWeights,
    @Bindable(defaultValue = "30s") Duration missingObjectPatience,
    @Min(1) @Bindable(defaultValue = "200") int inboxRecords,
    @Min(1) @Max(256) @Bindable(defaultValue = "8") int storeCalls,
    @Min(1) @Max(10_000) @Bindable(defaultValue = "32") int calls,
    @Min(1) @Max(1000) @Bindable(defaultValue = "8") int uploads,
    @Min(1) @Max(256) @Bindable(defaultValue = "8") int uploadPictures,
    @Min(1) @Bindable(defaultValue = "67108864") long uploadBytes) {}
