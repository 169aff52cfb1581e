package dev.graft.inference.openinference;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.graft.inference.predict.Known;
import dev.graft.inference.predict.Refusal;
import dev.graft.inference.serve.Resident;
import dev.graft.inference.serve.Shelves;
import dev.graft.openinference.ModelMetadataResponse;
import dev.graft.openinference.ModelMetadataResponse.TensorMetadata;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a caller should know of a task or a version before it asks. */
final class ModelCards {

  private static final long ANY = -1;

  private final Known known;
  private final Shelves shelves;
  private final int mostElements;

  ModelCards(Known known, Shelves shelves, int mostElements) {
    this.known = known;
    this.shelves = shelves;
    this.mostElements = mostElements;
  }

  /** Whether ModelInfer can answer; a version that is not in memory is loaded then. */
  boolean ready(String model, String versionText) {
    var version = ModelNames.version(versionText);
    var task = known.tasks().get(model);
    if (task == null || task.getDeleted()) {
      return false;
    }
    return version == 0
        ? shelves.servingVersion(model) != 0
        : known.model(model, version).filter(this::loadable).isPresent();
  }

  private boolean loadable(ModelPublished model) {
    var ref =
        VersionRef.newBuilder()
            .setVersion(model.getVersion())
            .setBundleDigest(model.getBundleDigest())
            .build();
    return shelves.whyRefused(model.getTaskId(), ref).isEmpty();
  }

  ModelMetadataResponse card(String model, String versionText) {
    var task = ModelNames.task(model, known);
    var version = ModelNames.version(versionText);
    var held = version == 0 ? shelves.serving(model) : shelves.resident(model, version);
    if (held.isEmpty()) {
      return card(task, published(model, version));
    }
    try (var resident = held.get()) {
      return card(task, resident);
    }
  }

  private Optional<ModelPublished> published(String model, long version) {
    if (version == 0) {
      return Optional.empty();
    }
    return Optional.of(
        known
            .model(model, version)
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "task "
                            + model
                            + " has no version "
                            + version
                            + "; ModelMetadata without a version names those there are")));
  }

  private ModelMetadataResponse card(TaskSpec task, Resident resident) {
    var input = resident.backbone().input();
    var card =
        common(task, resident.classes(), resident.width())
            .putProperties("version", Long.toString(resident.version()))
            .putProperties("backbone", resident.backboneName())
            .putProperties("space", resident.space());
    if (!input.tiled()) {
      card.addInputs(
          1, tensor("PIXELS", "FP32", ANY, input.channels(), input.size(), input.size()));
    }
    return card.build();
  }

  /** Of what is not in memory only that is said which is known of it. */
  private ModelMetadataResponse card(TaskSpec task, Optional<ModelPublished> model) {
    var classes = model.map(m -> List.copyOf(m.getClassesList())).orElse(task.getClassesList());
    var card =
        common(task, classes, ANY).addInputs(1, tensor("PIXELS", "FP32", ANY, ANY, ANY, ANY));
    model.ifPresent(
        m ->
            card.putProperties("version", Long.toString(m.getVersion()))
                .putProperties("space", m.getSpace()));
    return card.putProperties("backbone", task.getBackbone().getName()).build();
  }

  private ModelMetadataResponse.Builder common(TaskSpec task, List<String> classes, long width) {
    var published =
        known.versions(task.getTaskId()).stream()
            .sorted(Comparator.comparingLong(ModelPublished::getVersion))
            .map(model -> Long.toString(model.getVersion()))
            .toList();
    return ModelMetadataResponse.newBuilder()
        .setName(task.getTaskId())
        .addAllVersions(published)
        .setPlatform("graft")
        .addInputs(tensor("IMAGE", "BYTES", ANY))
        .addInputs(tensor("EMBEDDING", "FP32", ANY, width))
        .addOutputs(tensor("PROBABILITIES", "FP32", ANY, classes.size()))
        .addOutputs(tensor("CLASS", "BYTES", ANY))
        .addOutputs(tensor("EMBEDDING", "FP32", ANY, width))
        .putProperties("classes", json(classes))
        .putProperties("serving_version", Long.toString(shelves.servingVersion(task.getTaskId())))
        .putProperties("resident_versions", json(texts(shelves.versions(task.getTaskId()))))
        .putProperties("max_batch_size", Integer.toString(mostElements))
        .putProperties("inputs", "one of IMAGE, PIXELS and EMBEDDING in a request")
        .putProperties(
            "pixels", "as the network takes them: resized, cut and normalised, not 0 to 255")
        .putProperties("outputs", "PROBABILITIES and CLASS, unless outputs are asked for by name");
  }

  private static List<String> texts(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).toList();
  }

  private static TensorMetadata tensor(String name, String datatype, long... shape) {
    var tensor = TensorMetadata.newBuilder().setName(name).setDatatype(datatype);
    for (var length : shape) {
      tensor.addShape(length);
    }
    return tensor.build();
  }

  private static String json(List<String> texts) {
    var list = ListValue.newBuilder();
    texts.forEach(text -> list.addValues(Value.newBuilder().setStringValue(text)));
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(list);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
