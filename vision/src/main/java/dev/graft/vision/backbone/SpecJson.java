package dev.graft.vision.backbone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A spec as JSON: as the wire's BackboneRef has it, and the manifest of a bundle. */
final class SpecJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SpecJson() {}

  static BackboneSpec parse(String json) {
    try {
      return JSON.readValue(json, BackboneSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no backbone: " + e.getOriginalMessage(), e);
    }
  }

  static String write(BackboneSpec spec) {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec is data", e);
    }
  }
}
