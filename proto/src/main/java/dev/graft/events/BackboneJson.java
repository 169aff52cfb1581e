package dev.graft.events;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.graft.v1.BackboneRef;

/**
 * A backbone as JSON with its fields' own names and nothing that is not set: what who computes with
 * it reads, without knowing the wire.
 */
public final class BackboneJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  private BackboneJson() {}

  /** One line. */
  public static String of(BackboneRef backbone) {
    try {
      return PRINTER.print(backbone);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a backbone holds nothing that has no JSON", e);
    }
  }
}
