package io.spillway.rows.parquet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.base.Version;
import io.spillway.rows.Column;
import io.spillway.rows.Table;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.schema.MessageType;

/** The key-value metadata in the footers of a table's files. */
final class FooterFacts {
  /**
   * The key that tells Spark that dates and times before 1900 use the proleptic Gregorian calendar.
   * Without this key Spark refuses to read them, and it accepts no other key.
   */
  private static final String SPARK_VERSION_KEY = "org.apache.spark.version";

  private static final String SPARK_VERSION = "3.5.0";
  private static final String SPARK_SCHEMA_KEY = "org.apache.spark.sql.parquet.row.metadata";

  private FooterFacts() {}

  /**
   * Returns the metadata on values that became null because they were out of range; empty if there
   * are none.
   *
   * @param counts number of such values per column
   */
  static Map<String, String> outOfRange(MessageType schema, long[] counts) {
    ObjectNode columns = new ObjectMapper().createObjectNode();
    for (int column = 0; column < counts.length; column++) {
      if (counts[column] > 0) {
        columns.put(schema.getFieldName(column), counts[column]);
      }
    }
    return columns.isEmpty() ? Map.of() : Map.of("spillway.outOfRange", columns.toString());
  }

  /** Returns the key-value metadata of a table's files. */
  static Map<String, String> of(Table table) {
    ObjectNode types = new ObjectMapper().createObjectNode();
    for (Column column : table.columns()) {
      types.put(column.name(), column.original());
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("spillway.table", table.name());
    facts.put("spillway.version", Version.text());
    facts.put("spillway.types", types.toString());
    facts.put(SPARK_VERSION_KEY, SPARK_VERSION);
    if (table.columns().stream().anyMatch(column -> column.type().visit(SparkTypes.NEEDED))) {
      facts.put(SPARK_SCHEMA_KEY, SparkTypes.of(table).toString());
    }
    return facts;
  }
}
