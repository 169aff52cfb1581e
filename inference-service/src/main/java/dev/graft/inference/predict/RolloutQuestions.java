package dev.graft.inference.predict;

import dev.graft.inference.rollout.Standings;
import dev.graft.inference.serve.Shelves;
import dev.graft.inference.serve.Swapper;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.ListVersionsResponse;
import dev.graft.v1.VersionInfo;

/** What there is of a task, and what it serves. */
final class RolloutQuestions {

  private static final int USUAL_LIMIT = 20;

  private final Known known;
  private final Shelves shelves;
  private final Swapper swapper;

  RolloutQuestions(Known known, Shelves shelves, Swapper swapper) {
    this.known = known;
    this.shelves = shelves;
    this.swapper = swapper;
  }

  ListVersionsResponse versions(String taskId, int limit) {
    known.task(taskId);
    if (limit < 0) {
      throw Refusal.invalid("limit must not be negative");
    }
    var stable = known.rollout(taskId).getStableVersion();
    var resident = shelves.versions(taskId);
    var infos =
        known.versions(taskId).stream()
            .limit(limit == 0 ? USUAL_LIMIT : limit)
            .map(
                model ->
                    VersionInfo.newBuilder()
                        .setModel(model)
                        .setStable(model.getVersion() == stable)
                        .setResident(resident.contains(model.getVersion()))
                        .build())
            .toList();
    return ListVersionsResponse.newBuilder().addAllVersions(infos).build();
  }

  GetRolloutResponse rollout(String taskId) {
    var task = known.task(taskId);
    var state = known.rollout(taskId);
    var response =
        GetRolloutResponse.newBuilder().setState(state).setReplica(swapper.replica(taskId));
    Standings.of(task, state).ifPresent(response::setStanding);
    return response.build();
  }
}
