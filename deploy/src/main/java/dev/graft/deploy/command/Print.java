package dev.graft.deploy.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What commands write for scripts: JSON on standard output; messages of the contract as Protobuf's
 * JSON.
 */
final class Print {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Print() {}

  static void json(Object value) {
    try {
      System.out.println(JSON.writeValueAsString(value));
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + value, e);
    }
  }

  /** On one line, for one of many. */
  static void line(Object value) {
    try {
      System.out.println(
          JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value));
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + value, e);
    }
  }

  static void message(Message message) {
    System.out.println(text(message));
  }

  /** On one line, for one of many. */
  static void messageLine(Message message) {
    try {
      System.out.println(
          JsonFormat.printer()
              .alwaysPrintFieldsWithNoPresence()
              .omittingInsignificantWhitespace()
              .print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without JSON", e);
    }
  }

  static void messages(List<? extends Message> messages) {
    System.out.println(
        messages.stream().map(Print::text).collect(Collectors.joining(",\n", "[", "]")));
  }

  private static String text(Message message) {
    try {
      return JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without JSON", e);
    }
  }
}
