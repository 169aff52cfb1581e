package dev.graft.trainer.status;

import dev.graft.trainer.stream.Desks;
import dev.graft.trainer.stream.TaskDesk;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this replica holds. With several replicas, each answers for the tasks that it owns; a task
 * is owned by one.
 */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class StatusController {
  private final Desks desks;

  StatusController(Desks desks) {
    this.desks = desks;
  }

  /** Every task: examples by class and split, waiting labels, the last run and version. */
  @Get("/status")
  Map<String, List<Map<String, Object>>> status() {
    return Map.of("tasks", desks.all().stream().map(TaskStatus::of).toList());
  }

  /** The examples of one task, sorted by image id. */
  @Get("/tasks/{task}/examples")
  HttpResponse<Map<String, Object>> examples(String task) {
    Optional<TaskDesk> desk = desks.find(task);
    return desk.isPresent()
        ? HttpResponse.ok(TaskStatus.examples(desk.get()))
        : Problems.of(HttpStatus.NOT_FOUND, Problems.notHere(task));
  }
}
