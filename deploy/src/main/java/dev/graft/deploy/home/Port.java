package dev.graft.deploy.home;

import java.util.Arrays;
import java.util.Optional;

/** Every port that an installation listens on, with the number it has unless one is asked for. */
public enum Port {
  KAFKA("kafka", Part.BROKER, 9092),
  S3("s3", Part.STORE, 9000),
  INGEST_HTTP("ingest-http", Part.INGEST, 7070),
  INGEST_GRPC("ingest-grpc", Part.INGEST, 7071),
  FEATURE_HTTP("feature-http", Part.FEATURE, 7072),
  TRAINER_HTTP("trainer-http", Part.TRAINER, 7073),
  INFERENCE_HTTP("inference-http", Part.INFERENCE, 7074),
  INFERENCE_GRPC("inference-grpc", Part.INFERENCE, 7075);

  private final String title;
  private final Part part;
  private final int usual;

  Port(String title, Part part, int usual) {
    this.title = title;
    this.part = part;
    this.usual = usual;
  }

  public String title() {
    return title;
  }

  public Part part() {
    return part;
  }

  public int usual() {
    return usual;
  }

  public static Optional<Port> of(String title) {
    return Arrays.stream(values()).filter(port -> port.title.equals(title)).findFirst();
  }
}
