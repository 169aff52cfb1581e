package dev.graft.deploy.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as people write it: 90s, 15m, 2h, 3d; or 0. */
final class Period implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return text.equals("0") ? Duration.ZERO : of(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(text + " is no duration: 90s, 15m, 2h and 3d are");
    }
  }

  /**
   * The duration.
   *
   * @throws DateTimeException if the text is none
   */
  static Duration of(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
  }

  /** The same on the wire. */
  static com.google.protobuf.Duration wire(Duration time) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(time.getSeconds())
        .setNanos(time.getNano())
        .build();
  }
}
