package dev.graft.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages with every field filled by a rule, so that each field shows in the golden bytes. */
final class Samples {
  private Samples() {}

  /** One sample per choice of the message's first oneof, or one if it has none. */
  static Map<String, Message> of(String name, Message prototype) {
    var samples = new LinkedHashMap<String, Message>();
    var choices = prototype.getDescriptorForType().getRealOneofs();
    if (choices.isEmpty()) {
      samples.put(name, filled(prototype, null));
    } else {
      for (var choice : choices.get(0).getFields()) {
        samples.put(name + "/" + choice.getName(), filled(prototype, choice));
      }
    }
    return samples;
  }

  static byte[] bytes(Message message) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Message filled(Message prototype, FieldDescriptor chosen) {
    var builder = prototype.newBuilderForType();
    for (var field : prototype.getDescriptorForType().getFields()) {
      if (isPicked(field, chosen)) {
        var value = value(builder, field);
        if (field.isRepeated()) {
          builder.addRepeatedField(field, value);
        } else {
          builder.setField(field, value);
        }
      }
    }
    return builder.build();
  }

  private static boolean isPicked(FieldDescriptor field, FieldDescriptor chosen) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    if (oneof == null) {
      return true;
    }
    var picked =
        chosen != null && chosen.getContainingOneof() == oneof ? chosen : oneof.getField(0);
    return picked == field;
  }

  private static Object value(Message.Builder builder, FieldDescriptor field) {
    int number = field.getNumber();
    return switch (field.getJavaType()) {
      case INT -> 100 + number;
      case LONG -> 1_000_000_000_000L + number;
      case FLOAT -> number + 0.5f;
      case DOUBLE -> number + 0.25;
      case BOOLEAN -> true;
      case STRING -> field.getName() + " é";
      case BYTE_STRING -> ByteString.copyFromUtf8(field.getName());
      case ENUM -> field.getEnumType().getValues().get(1);
      case MESSAGE -> filled(builder.newBuilderForField(field).getDefaultInstanceForType(), null);
    };
  }
}
