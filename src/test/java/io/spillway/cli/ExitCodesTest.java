package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.ExitCode;
import io.spillway.base.SpillwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ");
  private static final List<Integer> ALL =
      Stream.of(ExitCode.values()).map(ExitCode::code).toList();

  @Test
  void shouldBeTheCodesOfTheReference() throws IOException {
    assertThat(page("reference/cli.md"))
        .contains("| exit code | meaning |\n|---|---|\n" + CommandsPage.exitCodes() + "\n");
  }

  @Test
  void shouldBeTheCodesOfTheHowTos() throws IOException {
    assertThat(codes(page("how-to/continuous-export.md"))).isEqualTo(ALL);
    assertThat(codes(page("how-to/verify.md"))).isNotEmpty().isSubsetOf(ALL);
  }

  @Test
  void shouldHaveACodeForEachKindOfError() {
    assertThat(SpillwayException.Kind.values())
        .allSatisfy(
            kind -> assertThat(kind.exitCode()).isEqualTo(ExitCode.valueOf(kind.name()).code()));
  }

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("docs").resolve(name));
  }

  /** Returns the codes in the rows of the first table of exit codes. */
  private static List<Integer> codes(String page) {
    String table = page.substring(page.indexOf("| exit code | "));
    return ROW.matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .map(row -> Integer.valueOf(row.group(1)))
        .toList();
  }
}
