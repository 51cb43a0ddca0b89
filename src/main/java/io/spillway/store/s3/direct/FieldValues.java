package io.spillway.store.s3.direct;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.utils.DateUtils;

/** Conversions of the text of headers and elements to the types of the SDK's models. */
final class FieldValues {
  private FieldValues() {}

  /**
   * Returns the value of a field.
   *
   * @throws SdkClientException if the text is not of the field's type
   */
  static Object parsed(SdkField<?> field, String text) {
    MarshallingType<?> type = field.marshallingType();
    try {
      if (type == MarshallingType.LONG) {
        return Long.valueOf(text);
      }
      if (type == MarshallingType.INTEGER) {
        return Integer.valueOf(text);
      }
      if (type == MarshallingType.BOOLEAN) {
        return Boolean.valueOf(text);
      }
      return type == MarshallingType.INSTANT ? time(field, text) : text;
    } catch (NumberFormatException | DateTimeParseException e) {
      throw SdkClientException.create(
          "Unable to parse " + field.memberName() + " of the response: " + text, e);
    }
  }

  private static Instant time(SdkField<?> field, String text) {
    TimestampFormatTrait.Format format =
        field
            .getOptionalTrait(TimestampFormatTrait.class, TraitType.TIMESTAMP_FORMAT_TRAIT)
            .map(TimestampFormatTrait::format)
            .orElse(
                field.location() == MarshallLocation.HEADER
                    ? TimestampFormatTrait.Format.RFC_822
                    : TimestampFormatTrait.Format.ISO_8601);
    return switch (format) {
      case RFC_822 -> DateUtils.parseRfc822Date(text);
      case ISO_8601 -> DateUtils.parseIso8601Date(text);
      case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS -> DateUtils.parseUnixTimestampInstant(text);
    };
  }
}
