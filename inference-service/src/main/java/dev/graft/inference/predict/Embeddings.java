package dev.graft.inference.predict;

import dev.graft.events.Vectors;
import dev.graft.inference.batch.Patience;
import dev.graft.inference.batch.Picture;
import dev.graft.inference.serve.Resident;
import dev.graft.inference.serve.Shelves;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbedResponse;
import java.util.concurrent.CompletableFuture;

/** From a picture to its embedding, and no further. */
final class Embeddings {

  private final Known known;
  private final Inputs inputs;
  private final ChosenVersion chosen;
  private final Shelves shelves;

  Embeddings(Known known, Inputs inputs, ChosenVersion chosen, Shelves shelves) {
    this.known = known;
    this.inputs = inputs;
    this.chosen = chosen;
    this.shelves = shelves;
  }

  /** Fails with a {@link Refusal}, thrown or in the future. */
  CompletableFuture<EmbedResponse> embed(
      EmbedRequest request, Patience patience, Entrance entrance) {
    if (!request.getTaskId().isEmpty() || request.getSpace().isEmpty()) {
      known.task(request.getTaskId());
    }
    return inputs
        .of(request, patience)
        .thenCompose(
            input ->
                version(request)
                    .thenCompose(
                        held ->
                            held.during(
                                version ->
                                    vector((Input.Encoded) input, version, patience, entrance))));
  }

  private static CompletableFuture<EmbedResponse> vector(
      Input.Encoded input, Resident version, Patience patience, Entrance entrance) {
    return entrance
        .embedded(new Picture.Encoded(input.picture().toByteArray()), version.backbone(), patience)
        .thenApply(
            embedded ->
                EmbedResponse.newBuilder()
                    .setSpace(version.space())
                    .addAllVector(Vectors.toList(embedded.vector()))
                    .setImageId(input.imageId())
                    .build());
  }

  /** A version whose backbone makes this space, held for the caller. */
  private CompletableFuture<Resident> version(EmbedRequest request) {
    var space = request.getSpace();
    if (space.isEmpty()) {
      return chosen.of(request.getTaskId(), 0);
    }
    return shelves
        .inSpace(request.getTaskId(), space)
        .map(CompletableFuture::completedFuture)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "no version in memory here has space "
                        + space
                        + "; Predict names the space that it answers in"));
  }
}
