package io.spillway.testing;

import io.spillway.request.BadInput;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.rows.RowLayout;
import io.spillway.source.OpenedSource;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.SourceSettings;
import java.nio.file.Path;
import java.util.List;

/** A kind of incremental source that only tests have: {@link TestSegments} behind a URI. */
public final class TestSegmentsProvider implements SourceProvider {
  /** The example of its URI. */
  public static final String EXAMPLE = "testsegments://FOLDER";

  private static final String BEGINNING = "testsegments://";

  private static final Option<RowLayout> LAYOUT =
      Option.value(
          "segments-in", "FOLDER", "shared|own folder", TestSegmentsProvider::layout, "shared");

  private static RowLayout layout(String option, String text) {
    RowLayout.FileNames names = (split, suffix) -> TestSegments.nameOf(split) + suffix;
    return switch (text) {
      case "shared" -> RowLayout.sharedFolder(names);
      case "own" -> RowLayout.ownFolder(names).below("table-1");
      default -> throw BadInput.of(option + " is '" + text + "'");
    };
  }

  @Override
  public SourceHelp help() {
    return new SourceHelp(
        "testsegments",
        "segments of tests",
        EXAMPLE,
        EXAMPLE,
        "Exports segments that tests have made up.",
        EXAMPLE,
        "Segments of tests");
  }

  @Override
  public List<String> schemes() {
    return List.of("testsegments");
  }

  @Override
  public List<Option<?>> options() {
    return List.of(LAYOUT, RowSourceOptions.SINCE, RowSourceOptions.EXPORT_ID);
  }

  @Override
  public String nameOf(String uri) {
    return uri;
  }

  @Override
  public OpenedSource open(ExportRequest request, SourceSettings settings) {
    Path folder = Path.of(request.source().substring(BEGINNING.length()));
    RowLayout layout = request.options().get(LAYOUT);
    return new OpenedSource.OfRows(
        request.source(), () -> layout, () -> new TestSegments(request.source(), folder));
  }
}
