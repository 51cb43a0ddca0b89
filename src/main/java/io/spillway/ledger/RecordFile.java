package io.spillway.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/**
 * The file of a record, {@code <ledger>/exports/<exportId>/export.json}: its location, its writing
 * and reading.
 */
final class RecordFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A record without "wrote" must not pass for one of a run that wrote nothing.
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private RecordFile() {}

  static Location folder(Location ledger, String exportId) {
    return ledger.resolve("exports/" + exportId);
  }

  static Location file(Location ledger, String exportId) {
    return folder(ledger, exportId).resolve("export.json");
  }

  /**
   * Returns the content of the file. If it were too large to be read again, it lists fewer
   * failures, and at last leaves the request out.
   */
  static byte[] json(ExportRecord record) {
    byte[] content = bytes(record);
    int named = record.failures().size();
    while (content.length > BoundedRead.RECORD_BYTES && named > 0) {
      named /= 2;
      content = bytes(record.naming(named));
    }
    return content.length > BoundedRead.RECORD_BYTES
        ? bytes(record.naming(named).requestedBy(Optional.empty()))
        : content;
  }

  private static byte[] bytes(ExportRecord record) {
    try {
      return MAPPER.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads the record of an export; empty if it does not exist.
   *
   * @throws UnusableLedgerException if the record is damaged or of another version
   */
  static Optional<ExportRecord> read(ObjectStore store, Location ledger, String exportId)
      throws IOException {
    Location file = file(ledger, exportId);
    Optional<byte[]> content = BoundedRead.file(store, file, BoundedRead.RECORD_BYTES);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    ExportRecord record = parse(file, content.get());
    if (!record.exportId().equals(exportId)) {
      throw UnusableLedgerException.ofAnotherExport(file, record.exportId());
    }
    return Optional.of(record);
  }

  private static ExportRecord parse(Location file, byte[] content) throws IOException {
    try {
      int version = version(content);
      if (version == ExportRecord.FORMAT_VERSION) {
        return MAPPER.readValue(content, ExportRecord.class);
      }
      if (version > 0) {
        throw UnusableLedgerException.ofVersion(file, version);
      }
    } catch (JsonProcessingException e) {
      throw UnusableLedgerException.damaged(file, e);
    }
    throw UnusableLedgerException.damaged(file, null);
  }

  /**
   * Returns the format version without keeping anything else of the content; 0 if there is none.
   */
  private static int version(byte[] content) throws IOException {
    int version = 0;
    try (JsonParser json = MAPPER.createParser(content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return 0;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isVersion = json.getCurrentName().equals("formatVersion");
        boolean isNumber = json.nextToken() == JsonToken.VALUE_NUMBER_INT;
        if (isVersion && isNumber) {
          version = json.getIntValue();
        }
        json.skipChildren();
      }
      return version;
    }
  }

  /**
   * Returns a count in a JSON object.
   *
   * @param isOptional whether a count that is absent is 0
   * @throws IllegalArgumentException if it is not a number, or absent
   */
  static long count(JsonNode json, String name, boolean isOptional) {
    JsonNode count = json.path(name);
    if (isOptional && (count.isMissingNode() || count.isNull())) {
      return 0;
    }
    if (!count.isIntegralNumber() || !count.canConvertToLong()) {
      throw new IllegalArgumentException("Invalid count " + name + ": " + count);
    }
    return count.longValue();
  }

  static RecordedImports imports(JsonNode json) {
    return MAPPER.convertValue(json, RecordedImports.class);
  }

  /**
   * Requires that the record belongs to exports from this source to this destination.
   *
   * @throws UnusableLedgerException if it does not
   */
  static void require(ExportRecord record, Location ledger, String source, Location root)
      throws UnusableLedgerException {
    Location file = file(ledger, record.exportId());
    if (!record.what().source().equals(source)) {
      throw UnusableLedgerException.ofAnotherSource(file, record.what().source(), source);
    }
    if (!isSame(record.what().destination(), root)) {
      throw UnusableLedgerException.ofAnotherDestination(
          file, record.what().destination(), root.toString());
    }
  }

  /**
   * Requires that the record belongs to exports of rows to this destination.
   *
   * @param source the only source that it may be of; empty for any
   * @throws UnusableLedgerException if it does not
   */
  static void requireRows(
      ExportRecord record, Location ledger, String destination, Optional<String> source)
      throws UnusableLedgerException {
    Location file = file(ledger, record.exportId());
    String recorded = record.what().source();
    if (record.rows() == null) {
      throw UnusableLedgerException.ofObjects(file, recorded);
    }
    if (!recorded.equals(source.orElse(recorded))) {
      throw UnusableLedgerException.ofAnotherSource(file, recorded, source.get());
    }
    if (!isSame(record.what().destination(), destination)) {
      throw UnusableLedgerException.ofAnotherDestination(
          file, record.what().destination(), destination);
    }
  }

  /** Returns whether two destinations are the same, even if only one is a location. */
  private static boolean isSame(String recorded, String destination) {
    try {
      return recorded.equals(destination) || isSame(recorded, Location.parse(destination).asRoot());
    } catch (SpillwayException e) {
      return false;
    }
  }

  /**
   * Returns whether a recorded destination is the root, even if one is written s3:// and the other
   * s3a://.
   */
  static boolean isSame(String destination, Location root) {
    try {
      Location recorded = Location.parse(destination).asRoot();
      return recorded.isWithin(root.asRoot()) && root.asRoot().isWithin(recorded);
    } catch (SpillwayException e) {
      return false;
    }
  }
}
