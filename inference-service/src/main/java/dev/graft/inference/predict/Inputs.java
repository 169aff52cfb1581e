package dev.graft.inference.predict;

import dev.graft.events.Vectors;
import dev.graft.inference.batch.Patience;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.PredictRequest;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Reads what a request brings; a {@link Refusal} for what can't be taken, thrown or in the future.
 */
final class Inputs {

  private static final Pattern IMAGE_ID = Pattern.compile("[A-Za-z0-9._:/@+=-]{1,200}");

  private final StoredImages stored;

  Inputs(StoredImages stored) {
    this.stored = stored;
  }

  CompletableFuture<Input> of(PredictRequest request, Patience patience) {
    var id = request.getImageId();
    if (!id.isEmpty() && !IMAGE_ID.matcher(id).matches()) {
      throw Refusal.invalid(
          "image_id must be at most 200 characters of A-Z a-z 0-9 . _ : / @ + = -");
    }
    return switch (request.getInputCase()) {
      case IMAGE -> done(Input.picture(request.getImage(), id));
      case STORED_IMAGE_ID -> storedImage(request.getStoredImageId(), id, patience);
      case EMBEDDING -> done(vector(request.getEmbedding(), id));
      case INPUT_NOT_SET ->
          throw Refusal.invalid("nothing to predict: give image, stored_image_id or embedding");
    };
  }

  CompletableFuture<Input> of(EmbedRequest request, Patience patience) {
    return switch (request.getInputCase()) {
      case IMAGE -> done(Input.picture(request.getImage(), ""));
      case STORED_IMAGE_ID -> storedImage(request.getStoredImageId(), "", patience);
      case INPUT_NOT_SET ->
          throw Refusal.invalid("nothing to embed: give image or stored_image_id");
    };
  }

  private static CompletableFuture<Input> done(Input input) {
    return CompletableFuture.completedFuture(input);
  }

  private CompletableFuture<Input> storedImage(String storedId, String id, Patience patience) {
    if (!id.isEmpty() && !id.equals(storedId)) {
      throw Refusal.invalid(
          "image_id goes with image or embedding; a stored image keeps the id it has");
    }
    return stored
        .read(storedId, patience)
        .thenApply(pixels -> new Input.Encoded(pixels, storedId, false));
  }

  private static Input vector(EmbeddingInput embedding, String id) {
    var values = Vectors.toArray(embedding.getVectorList());
    for (var at = 0; at < values.length; at++) {
      if (!Float.isFinite(values[at])) {
        throw Refusal.invalid(
            "value " + at + " of the embedding is " + values[at] + "; all must be finite");
      }
    }
    return new Input.Vector(embedding.getSpace(), values, id);
  }
}
