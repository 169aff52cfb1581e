package dev.graft.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set of .proto files promises, as plain lines: by number, since numbers are what is on the
 * wire.
 */
final class Contract {
  private final Map<String, String> lines = new TreeMap<>();

  private Contract() {}

  static Map<String, String> of(FileDescriptorSet files) {
    var contract = new Contract();
    for (var file : files.getFileList()) {
      file.getMessageTypeList()
          .forEach(message -> contract.message("." + file.getPackage(), message));
      file.getEnumTypeList().forEach(values -> contract.values("." + file.getPackage(), values));
      for (var service : file.getServiceList()) {
        for (var method : service.getMethodList()) {
          contract.lines.put(
              "rpc " + service.getName() + "." + method.getName(),
              method.getInputType() + " -> " + method.getOutputType());
        }
      }
    }
    return contract.lines;
  }

  private void message(String parent, DescriptorProto message) {
    var name = parent + "." + message.getName();
    for (var field : message.getFieldList()) {
      lines.put(name + " #" + field.getNumber(), describe(message, field));
    }
    message.getNestedTypeList().forEach(nested -> message(name, nested));
    message.getEnumTypeList().forEach(values -> values(name, values));
  }

  private void values(String parent, EnumDescriptorProto values) {
    for (var value : values.getValueList()) {
      lines.put(parent + "." + values.getName() + " =" + value.getNumber(), value.getName());
    }
  }

  private static String describe(DescriptorProto message, FieldDescriptorProto field) {
    var oneof =
        field.hasOneofIndex() && !field.getProto3Optional()
            ? " in " + message.getOneofDecl(field.getOneofIndex()).getName()
            : "";
    return field.getLabel()
        + " "
        + field.getType()
        + field.getTypeName()
        + " "
        + field.getName()
        + oneof;
  }
}
