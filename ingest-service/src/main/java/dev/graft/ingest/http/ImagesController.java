package dev.graft.ingest.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.intake.TakenImage;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.EraseImageResponse;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.SubmitImageResponse;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Part;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.text.ParseException;

/** Pictures come in and are forgotten. A file's name and its content type are not believed. */
@Controller("/v1/images")
@ExecuteOn(TaskExecutors.BLOCKING)
class ImagesController {
  private final Desk desk;

  ImagesController(Desk desk) {
    this.desk = desk;
  }

  @Post
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  HttpResponse<byte[]> form(
      @Part("file") CompletedFileUpload file,
      @Part("image_id") @Nullable String imageId,
      @Part("group") @Nullable String group,
      @Part("source") @Nullable String source,
      @Part("event_time") @Nullable String eventTime)
      throws IOException {
    return submit(file.getBytes(), new About(imageId, group, source, eventTime));
  }

  /** Whatever the content type says: the bytes are looked at. */
  @Post
  @Consumes(MediaType.ALL)
  HttpResponse<byte[]> raw(
      @Body byte @Nullable [] bytes,
      @QueryValue("image_id") @Nullable String imageId,
      @QueryValue("group") @Nullable String group,
      @QueryValue("source") @Nullable String source,
      @QueryValue("event_time") @Nullable String eventTime) {
    return submit(
        bytes == null ? new byte[0] : bytes, new About(imageId, group, source, eventTime));
  }

  /** An ImageSubmitted as JSON, for a picture that lies in a bucket we may read. */
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<byte[]> json(@Body String json) {
    return answer(
        Answers.parse(json, ImageSubmitted.getDefaultInstance())
            .then(submitted -> desk.image(Door.HTTP, submitted)));
  }

  @Delete("/{id:.+}")
  HttpResponse<byte[]> erase(
      String id, @QueryValue("by") @Nullable String by, @QueryValue("why") @Nullable String why) {
    return Answers.of(
        desk.erase(Door.HTTP, id, by == null ? "" : by, why == null ? "" : why),
        erased -> Answers.json(HttpStatus.OK, EraseImageResponse.newBuilder().setErased(erased)));
  }

  private HttpResponse<byte[]> submit(byte[] bytes, About about) {
    var submitted = ImageSubmitted.newBuilder().setData(ByteString.copyFrom(bytes));
    return answer(about.fill(submitted).then(filled -> desk.image(Door.HTTP, filled.build())));
  }

  private static HttpResponse<byte[]> answer(Outcome<TakenImage> outcome) {
    return Answers.of(
        outcome,
        taken ->
            Answers.json(
                taken.alreadyKnown() ? HttpStatus.OK : HttpStatus.CREATED,
                SubmitImageResponse.newBuilder()
                    .setStored(taken.stored())
                    .setAlreadyKnown(taken.alreadyKnown())));
  }

  /** What may be said of a picture beside its bytes. */
  private record About(
      @Nullable String imageId,
      @Nullable String group,
      @Nullable String source,
      @Nullable String eventTime) {

    Outcome<ImageSubmitted.Builder> fill(ImageSubmitted.Builder submitted) {
      submitted.setImageId(orEmpty(imageId)).setGroup(orEmpty(group)).setSource(orEmpty(source));
      if (eventTime == null || eventTime.isBlank()) {
        return Outcome.taken(submitted);
      }
      try {
        return Outcome.taken(submitted.setEventTime(Timestamps.parse(eventTime)));
      } catch (ParseException e) {
        return Outcome.refused(
            Fault.BAD_FIELD, "event_time must be like 2026-01-31T12:00:00Z (RFC 3339).");
      }
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }
  }
}
