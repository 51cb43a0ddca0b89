package io.spillway.testing;

import io.spillway.request.BadInput;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.source.OpenedSource;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.SourceSettings;
import java.util.List;

/** A kind of source that only tests have: {@link FakeRows} behind a URI and an option. */
public final class TestRowsProvider implements SourceProvider {
  /** The example of its URI. */
  public static final String EXAMPLE = "testrows://TABLE";

  private static final String SCHEME = "testrows";
  private static final String BEGINNING = SCHEME + "://";

  private static final Option<Integer> ROWS =
      Option.number("rows", "N", "rows of the table", 3).remote();

  @Override
  public SourceHelp help() {
    return new SourceHelp(
        SCHEME,
        "a table of tests",
        "testrows://[USER@]TABLE",
        EXAMPLE,
        "Exports a table that tests have made up.",
        "testrows://[USER@]TABLE, with any name",
        "Rows of tests (no password)");
  }

  @Override
  public List<String> schemes() {
    return List.of(SCHEME);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ROWS, RowSourceOptions.EXPORT_ID);
  }

  @Override
  public String nameOf(String uri) {
    return BEGINNING + table(uri);
  }

  @Override
  public OpenedSource open(ExportRequest request, SourceSettings settings) {
    String table = table(request.source());
    int rows = request.options().get(ROWS);
    return new OpenedSource.OfRows(
        nameOf(request.source()), () -> new FakeRows().table(table, rows));
  }

  private static String table(String uri) {
    String table = uri.substring(Math.max(uri.indexOf('@') + 1, SCHEME.length() + 1));
    table = table.replaceFirst("^//", "");
    if (table.isEmpty()) {
      throw BadInput.of("'" + uri + "' names no table");
    }
    return table;
  }
}
