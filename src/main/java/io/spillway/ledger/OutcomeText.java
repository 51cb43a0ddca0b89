package io.spillway.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The format of a file of outcomes: JSON Lines, compressed by gzip. */
final class OutcomeText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /**
   * The maximum number of characters per line; a key of S3 has 1,024 bytes, and a reason has fewer.
   */
  private static final int LONGEST_LINE = 128 << 10;

  /** The maximum number of lines, many times that of any written file. */
  private static final int MOST_LINES = 10_000;

  private OutcomeText() {}

  /** Returns the content of a file. */
  static byte[] encode(List<OutcomeLine> lines) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    // A generator that writes to a stream would escape characters beyond the first plane.
    try (Writer text =
        new OutputStreamWriter(new GZIPOutputStream(content), StandardCharsets.UTF_8)) {
      for (OutcomeLine line : lines) {
        write(line, text);
      }
    }
    return content.toByteArray();
  }

  private static void write(OutcomeLine line, Writer text) throws IOException {
    try (JsonGenerator json =
        FACTORY.createGenerator(text).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      json.writeStringField("key", line.key());
      json.writeStringField("action", word(line.act()));
      if (line.size() >= 0) {
        json.writeNumberField("size", line.size());
      }
      writeUnlessEmpty(json, "checksum", line.checksum());
      json.writeStringField("state", line.done() ? "done" : "failed");
      if (line.proof() != null) {
        json.writeStringField("proof", word(line.proof()));
      }
      if (!line.losses().isEmpty()) {
        json.writeArrayFieldStart("losses");
        for (Outcome.Loss loss : line.losses()) {
          json.writeString(word(loss));
        }
        json.writeEndArray();
      }
      writeUnlessEmpty(json, "reason", line.reason());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void writeUnlessEmpty(JsonGenerator json, String name, String value)
      throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  /**
   * Reads all lines of a file, to its end. The checksum comes last, so a part of the file proves
   * nothing.
   *
   * @throws IOException if the file is damaged anywhere, or has values unknown to this version
   */
  static List<OutcomeLine> decode(InputStream content) throws IOException {
    List<OutcomeLine> lines = new ArrayList<>();
    InputStream unpacked =
        BoundedRead.limited(new GZIPInputStream(content), BoundedRead.OUTCOMES_BYTES);
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8.newDecoder()))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        if (line.length() > LONGEST_LINE || lines.size() == MOST_LINES) {
          throw new IOException(
              "line " + (lines.size() + 1) + " is more than Spillway ever writes");
        }
        lines.add(parse(line, lines.size() + 1));
      }
    }
    return lines;
  }

  private static OutcomeLine parse(String text, int number) throws IOException {
    try {
      JsonNode json = READER.readTree(text);
      JsonNode proof = json.get("proof");
      return new OutcomeLine(
          text(json.get("key")),
          choice(OutcomeLine.Act.class, json.get("action")),
          json.has("size") ? size(json.get("size")) : -1,
          json.has("checksum") ? text(json.get("checksum")) : "",
          isDone(text(json.get("state"))),
          proof == null ? null : choice(Proof.class, proof),
          losses(json.get("losses")),
          json.has("reason") ? text(json.get("reason")) : "");
    } catch (JsonProcessingException e) {
      // The message of the cause would quote the line.
      throw new IOException("line " + number + " is not JSON", e);
    } catch (IllegalArgumentException e) {
      throw new IOException("line " + number + " is not an outcome that this version knows", e);
    }
  }

  private static boolean isDone(String state) {
    return switch (state) {
      case "done" -> true;
      case "failed" -> false;
      default -> throw new IllegalArgumentException("Unknown state");
    };
  }

  private static List<Outcome.Loss> losses(@Nullable JsonNode json) {
    List<Outcome.Loss> losses = new ArrayList<>();
    if (json != null) {
      if (!json.isArray()) {
        throw new IllegalArgumentException("Not a list");
      }
      json.forEach(loss -> losses.add(choice(Outcome.Loss.class, loss)));
    }
    return losses;
  }

  private static String text(@Nullable JsonNode json) {
    if (json == null || !json.isTextual()) {
      throw new IllegalArgumentException("Not a text");
    }
    return json.textValue();
  }

  private static long size(JsonNode json) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw new IllegalArgumentException("Not a size");
    }
    return json.longValue();
  }

  private static <E extends Enum<E>> E choice(Class<E> choices, @Nullable JsonNode json) {
    String word = text(json);
    for (E choice : choices.getEnumConstants()) {
      if (word(choice).equals(word)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("Unknown word");
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
