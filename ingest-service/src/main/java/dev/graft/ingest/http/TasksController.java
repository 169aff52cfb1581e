package dev.graft.ingest.http;

import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.ListTasksResponse;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainTaskRequest;
import dev.graft.v1.TrainTaskResponse;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Tasks are made, changed, listed and deleted. */
@Controller("/v1/tasks")
@ExecuteOn(TaskExecutors.BLOCKING)
class TasksController {
  private final Desk desk;

  TasksController(Desk desk) {
    this.desk = desk;
  }

  @Put("/{id}")
  HttpResponse<byte[]> put(
      String id,
      @Body String json,
      @QueryValue(value = "expected_revision", defaultValue = "0") long expectedRevision) {
    return Answers.of(
        Answers.parse(json, TaskSpec.getDefaultInstance())
            .then(task -> named(id, task))
            .then(task -> desk.putTask(Door.HTTP, task, expectedRevision)),
        put -> Answers.json(put.created() ? HttpStatus.CREATED : HttpStatus.OK, put.task()));
  }

  @Get
  HttpResponse<byte[]> list() {
    return Answers.json(HttpStatus.OK, ListTasksResponse.newBuilder().addAllTasks(desk.tasks()));
  }

  @Get("/{id}")
  HttpResponse<byte[]> get(String id) {
    return Answers.of(desk.task(id), task -> Answers.json(HttpStatus.OK, task));
  }

  @Delete("/{id}")
  HttpResponse<byte[]> delete(String id) {
    return Answers.of(desk.deleteTask(Door.HTTP, id), task -> Answers.json(HttpStatus.OK, task));
  }

  @Post("/{id}/train")
  HttpResponse<byte[]> train(String id, @Body String json) {
    return Answers.of(
        Answers.parse(json, TrainTaskRequest.getDefaultInstance())
            .then(wish -> desk.train(Door.HTTP, wish.toBuilder().setTaskId(id).build())),
        command ->
            Answers.json(
                HttpStatus.ACCEPTED, TrainTaskResponse.newBuilder().setCommandId(command)));
  }

  private static Outcome<TaskSpec> named(String id, TaskSpec task) {
    if (!task.getTaskId().isEmpty() && !task.getTaskId().equals(id)) {
      return Outcome.refused(
          Fault.BAD_TASK,
          "The address says task \"%s\", the body \"%s\".".formatted(id, task.getTaskId()));
    }
    return Outcome.taken(task.toBuilder().setTaskId(id).build());
  }
}
