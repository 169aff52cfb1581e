package dev.graft.trainer.status;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.trainer.examine.ExamRequest;
import dev.graft.trainer.examine.Examined;
import dev.graft.trainer.examine.TaskExam;
import dev.graft.trainer.stream.Desks;
import dev.graft.trainer.stream.TaskDesk;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Why a task's newest version is worse on validation than on training pictures. It is measured when
 * it is asked for, from seconds to a minute or two, on one core.
 */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class DiagnosisController {
  private static final int MOST_PICTURES = 200;

  private final Desks desks;
  private final TaskExam exam;

  DiagnosisController(Desks desks, TaskExam exam) {
    this.desks = desks;
    this.exam = exam;
  }

  /**
   * Findings, and what was measured.
   *
   * @param pictures most of each split that are sent through the network; 0: none
   */
  @Get("/tasks/{task}/diagnosis")
  HttpResponse<Map<String, Object>> diagnosis(
      String task, @QueryValue(defaultValue = "64") int pictures) {
    if (pictures < 0 || pictures > MOST_PICTURES) {
      return Problems.of(
          HttpStatus.BAD_REQUEST, "pictures must be 0 to %d".formatted(MOST_PICTURES));
    }
    Optional<TaskDesk> desk = desks.find(task);
    return desk.isPresent()
        ? diagnosis(desk.get(), pictures)
        : Problems.of(HttpStatus.NOT_FOUND, Problems.notHere(task));
  }

  private HttpResponse<Map<String, Object>> diagnosis(TaskDesk desk, int pictures) {
    if (desk.ledger().getSpec().getDeleted()) {
      return Problems.of(HttpStatus.CONFLICT, "the task is deleted");
    }
    var request =
        new ExamRequest(desk.taskId(), desk.ledger(), desk.examples().snapshot(), pictures);
    try {
      Examined examined = exam.of(request);
      return examined instanceof Examined.Done done
          ? HttpResponse.ok(DiagnosisJson.of(done.measured()))
          : Problems.of(HttpStatus.CONFLICT, ((Examined.NotNow) examined).why());
    } catch (StoreUnavailableException | UncheckedIOException | IOException e) {
      return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "the service is stopping");
    }
  }
}
