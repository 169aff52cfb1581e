package dev.graft.events;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.v1.Receipt;
import java.util.Base64;
import java.util.Optional;

/** Receipts of predictions as opaque, url-safe strings. */
public final class Receipts {
  private Receipts() {}

  public static String encode(Receipt receipt) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(receipt.toByteArray());
  }

  /** Empty: this is no receipt of ours. */
  public static Optional<Receipt> decode(String text) {
    try {
      var receipt = Receipt.parseFrom(Base64.getUrlDecoder().decode(text));
      var whole = !receipt.getTaskId().isEmpty() && !receipt.getPredictionId().isEmpty();
      return whole ? Optional.of(receipt) : Optional.empty();
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
