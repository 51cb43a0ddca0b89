package io.spillway.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * The exported tables of the demo's shop.
 *
 * @param folder of the export, an absolute path
 * @param tables all exported tables
 * @param sample the table of which some rows are shown
 * @param columns names of the sample's columns
 * @param rows of the sample, each value as text
 */
public record ShopDemoResult(
    Path folder, List<Table> tables, String sample, List<String> columns, List<List<String>> rows) {
  /**
   * One table in the database and in the export.
   *
   * @param name with its schema
   * @param partitions in the database; 0 for an ordinary table
   * @param rows number of exported rows
   * @param files number of Parquet files
   * @param bytes size of the files
   * @param sourceBytes size of the rows in the database
   */
  public record Table(
      String name, int partitions, long rows, int files, long bytes, long sourceBytes) {}

  public ShopDemoResult {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
