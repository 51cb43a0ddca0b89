package io.spillway.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * What the export of the demo's shop has made.
 *
 * @param folder of the export, an absolute path
 * @param tables all of them
 * @param sample the table of which some rows are shown
 * @param columns of those
 * @param rows the values of each as text
 */
public record ShopArrived(
    Path folder, List<Table> tables, String sample, List<String> columns, List<List<String>> rows) {
  /**
   * One table there and here.
   *
   * @param name with its schema
   * @param partitions in the database; 0 for an ordinary table
   * @param rows that were exported
   * @param files of Parquet
   * @param bytes of those
   * @param sourceBytes what the rows take in the database
   */
  public record Table(
      String name, int partitions, long rows, int files, long bytes, long sourceBytes) {}

  public ShopArrived {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
