package dev.graft.ingest.http;

import dev.graft.ingest.door.Counts;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.weights.StoredWeights;
import dev.graft.ingest.weights.WeightsIntake;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Weights come in, streamed. */
@Controller("/v1/weights")
@ExecuteOn(TaskExecutors.BLOCKING)
class WeightsController {
  private final WeightsIntake weights;
  private final Counts counts;

  WeightsController(WeightsIntake weights, Counts counts) {
    this.weights = weights;
    this.counts = counts;
  }

  @Post
  @Consumes(MediaType.ALL)
  HttpResponse<byte[]> upload(@Body InputStream body) throws IOException {
    return Answers.of(
        counts.count(Door.HTTP, "weights", weights.take(body)), WeightsController::answer);
  }

  private static HttpResponse<byte[]> answer(StoredWeights stored) {
    return HttpResponse.<byte[]>status(stored.alreadyKnown() ? HttpStatus.OK : HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(
            "{\"digest\":\"%s\",\"bytes\":%d}"
                .formatted(stored.digest(), stored.bytes())
                .getBytes(StandardCharsets.UTF_8));
  }
}
