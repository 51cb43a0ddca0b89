package io.spillway.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.Location;
import io.spillway.SpillwayException;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/** {@code <ledger>/exports/<exportId>/export.json}: where it lies, how it is written and read. */
final class RecordFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A record without its "wrote" must not pass for one that wrote nothing.
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private RecordFile() {}

  static Location folder(Location ledger, String exportId) {
    return ledger.resolve("exports/" + exportId);
  }

  static Location file(Location ledger, String exportId) {
    return folder(ledger, exportId).resolve("export.json");
  }

  static byte[] json(ExportRecord record) {
    try {
      return MAPPER.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The record of that export, or nothing when there is none.
   *
   * @throws UnusableLedgerException when it is damaged or of another version
   */
  static Optional<ExportRecord> read(ObjectStore store, Location ledger, String exportId)
      throws IOException {
    Location file = file(ledger, exportId);
    byte[] content;
    try (OpenObject open = store.open(file.path(), 0)) {
      content = open.stream().readAllBytes();
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    ExportRecord record = parse(file, content);
    if (!record.exportId().equals(exportId)) {
      throw UnusableLedgerException.ofAnotherExport(file, record.exportId());
    }
    return Optional.of(record);
  }

  private static ExportRecord parse(Location file, byte[] content) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(content);
      int version = tree.path("formatVersion").asInt();
      if (version != ExportRecord.FORMAT_VERSION && version > 0) {
        throw UnusableLedgerException.ofVersion(file, version);
      }
      ExportRecord record = MAPPER.treeToValue(tree, ExportRecord.class);
      if (version == ExportRecord.FORMAT_VERSION && record != null) {
        return record;
      }
    } catch (JsonProcessingException e) {
      throw UnusableLedgerException.damaged(file, e);
    }
    throw UnusableLedgerException.damaged(file, null);
  }

  /**
   * Makes sure that the record is one of exports from there to here.
   *
   * @throws UnusableLedgerException when it is not
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
   * Makes sure that the record is one of exports of rows to that root.
   *
   * @throws UnusableLedgerException when it is not
   */
  static void requireRows(ExportRecord record, Location ledger, Location root)
      throws UnusableLedgerException {
    Location file = file(ledger, record.exportId());
    if (record.rows() == null) {
      throw UnusableLedgerException.ofObjects(file, record.what().source());
    }
    if (!isSame(record.what().destination(), root)) {
      throw UnusableLedgerException.ofAnotherDestination(
          file, record.what().destination(), root.toString());
    }
  }

  /** Also when one is written s3:// and the other s3a://. */
  private static boolean isSame(String destination, Location root) {
    try {
      Location recorded = Location.parse(destination).asRoot();
      return recorded.isWithin(root.asRoot()) && root.asRoot().isWithin(recorded);
    } catch (SpillwayException e) {
      return false;
    }
  }
}
