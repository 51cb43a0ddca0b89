package io.spillway.demo;

import io.spillway.report.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The text at the end of the demo of Postgres: the exported tables, and the command for a real
 * database.
 */
public final class ShopText {
  private static final String GAP = "  ";
  private static final List<String> HEAD =
      List.of("table", "partitions", "rows", "in Postgres", "files", "as Parquet");

  private ShopText() {}

  public static String of(ShopDemoResult arrived) {
    return "\nWhat arrived in "
        + arrived.folder()
        + ":\n\n"
        + aligned(tables(arrived), true)
        + "\nThe first rows of "
        + arrived.sample()
        + ", as Spark reads them:\n\n"
        + aligned(rows(arrived), false)
        + "\nThe same against a real database:\n\n"
        + "  PGPASSWORD=… spark-submit --class io.spillway.Main "
        + DemoText.jar()
        + " \\\n    postgresql://USER@HOST:5432/DATABASE s3://BUCKET/PREFIX/\n";
  }

  private static List<List<String>> tables(ShopDemoResult arrived) {
    List<List<String>> lines = new ArrayList<>(List.of(HEAD));
    for (ShopDemoResult.Table table : arrived.tables()) {
      lines.add(
          List.of(
              table.name(),
              table.partitions() == 0 ? "-" : Sizes.number(table.partitions()),
              Sizes.number(table.rows()),
              Sizes.bytes(table.sourceBytes()),
              Sizes.number(table.files()),
              Sizes.bytes(table.bytes())));
    }
    return lines;
  }

  private static List<List<String>> rows(ShopDemoResult arrived) {
    List<List<String>> lines = new ArrayList<>(List.of(arrived.columns()));
    lines.addAll(arrived.rows());
    return lines;
  }

  /**
   * Returns lines with columns as wide as their widest value.
   *
   * @param numbers whether all columns but the first are aligned right
   */
  private static String aligned(List<List<String>> lines, boolean numbers) {
    List<Integer> widths =
        IntStream.range(0, lines.get(0).size())
            .mapToObj(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toList();
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int column = 0; column < widths.size(); column++) {
        String value = line.get(column);
        String space = " ".repeat(widths.get(column) - value.length());
        padded.append(GAP).append(numbers && column > 0 ? space + value : value + space);
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
