package dev.graft.ingest.http;

import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.Door;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.SubmitLabelResponse;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Labels come in, are corrected and withdrawn. */
@Controller("/v1/labels")
@ExecuteOn(TaskExecutors.BLOCKING)
class LabelsController {
  private final Desk desk;

  LabelsController(Desk desk) {
    this.desk = desk;
  }

  @Post
  HttpResponse<byte[]> submit(@Body String json) {
    return Answers.of(
        Answers.parse(json, LabelSubmitted.getDefaultInstance())
            .then(label -> desk.label(Door.HTTP, label)),
        fact -> Answers.json(HttpStatus.CREATED, SubmitLabelResponse.newBuilder().setFact(fact)));
  }
}
