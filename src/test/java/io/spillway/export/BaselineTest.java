package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.base.Snapshot;
import io.spillway.base.SpillwayException;
import io.spillway.ledger.DestinationState;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.request.Conduct;
import io.spillway.request.Since;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the state that an export starts from. States are written {@code origin base+attempts},
 * with a dash for no base and an asterisk if an export can be resumed: {@code ledger P+C1*}.
 */
class BaselineTest {
  private static final Location ROOT = Location.parse("s3://out/here");
  private static final List<String> FOUND =
      List.of(
          "ledger P",
          "ledger P+C1*",
          "ledger -+C1*",
          "markers P",
          "markers P+C1",
          "markers -+C1",
          "nothing -");
  private static final String EXPORT = "20261121T091538.001Z-5f3a9c1e";
  private static final String REMEDY =
      " Leave --prev_commit_id out, or give --force if you know better.";

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      value = {
        // what is said   | L P  | L P+C1*  | L -+C1* | M P   | M P+C1   | M -+C1  | nothing
        "-     |            | P    | P+C1*   | -+C1*   | -     | -       | -       | -",
        "-     | force      | P    | P+C1*   | -+C1*   | -     | -       | -       | -",
        "-     | no-resume  | -+P  | -+P,C1  | -+C1    | -+P   | -+P,C1  | -+C1    | -",
        "-     | both       | -+P  | -+P,C1  | -+C1    | -+P   | -+P,C1  | -+C1    | -",
        "last  |            | P    | P+C1*   | -+C1*   | P     | P+C1    | -+C1    | -",
        "last  | force      | P    | P+C1*   | -+C1*   | P     | P+C1    | -+C1    | -",
        "last  | no-resume  | -+P  | -+P,C1  | -+C1    | -+P   | -+P,C1  | -+C1    | -",
        "last  | both       | -+P  | -+P,C1  | -+C1    | -+P   | -+P,C1  | -+C1    | -",
        "P     |            | P    | P+C1*   | refused | P     | P+C1    | refused | refused",
        "P     | no-resume  | P    | P+C1*   | refused | P     | P+C1    | refused | refused",
        "P     | force      | P    | P+C1*   | P+C1    | P     | P+C1    | P+C1    | P",
        "P     | both       | P    | P+C1*   | P+C1    | P     | P+C1    | P+C1    | P",
        "C1    |            | refused | refused | refused | refused | refused | refused | refused",
        "C1    | force      | C1+P | C1+P    | C1      | C1+P  | C1+P    | C1      | C1",
        "X     |            | refused | refused | refused | refused | refused | refused | refused",
        "X     | no-resume  | refused | refused | refused | refused | refused | refused | refused",
        "X     | force      | X+P  | X+C1,P  | X+C1    | X+P   | X+C1,P  | X+C1    | X",
      })
  void shouldStartFromWhatIsSaidAndWhatIsThere(
      String said,
      String conduct,
      String l1,
      String l2,
      String l3,
      String m1,
      String m2,
      String m3,
      String none) {
    List<String> expected = List.of(l1, l2, l3, m1, m2, m3, none);
    for (int i = 0; i < FOUND.size(); i++) {
      DestinationState found = holdings(FOUND.get(i));

      String start = start(since(said), conduct(conduct), found);

      assertThat(start).as(FOUND.get(i)).isEqualTo(expected.get(i));
    }
  }

  private static String start(Since since, Conduct conduct, DestinationState found) {
    try {
      DestinationState start = Baseline.of(since, ExportOptions.DEFAULT.with(conduct), found, ROOT);
      assertThat(start.origin()).isEqualTo(found.origin());
      assertThat(start.exports()).isEqualTo(found.exports());
      assertThat(start.markers()).isEqualTo(found.markers());
      assertThat(start.present())
          .as("known of the base that is known, and of no other")
          .isEqualTo(
              start.base().isPresent() && start.base().equals(found.base())
                  ? found.present()
                  : OptionalLong.empty());
      return text(start);
    } catch (SpillwayException e) {
      assertThat(e.kind()).isEqualTo(SpillwayException.Kind.REFUSED);
      return "refused";
    }
  }

  @Test
  void shouldNameBothCommitsThatContradictEachOther() {
    refuses(
        "ledger P",
        "The ledger says that s3://out/here holds commit P, not X, so that the changes since then"
            + " would not make it equal to the commit you export.");
    refuses(
        "markers P+C1",
        "The newest SUCCESS marker says that s3://out/here holds commit P, not X, so that the"
            + " changes since then would not make it equal to the commit you export.");
  }

  @Test
  void shouldSayThatNothingTellsOfTheCommit() {
    refuses(
        "ledger -+C1*",
        "Nothing says that s3://out/here holds commit X: its ledger knows of no success that still counts.");
    for (String found : List.of("markers -+C1", "nothing -")) {
      refuses(
          found,
          "Nothing says that s3://out/here holds commit X: there is neither a ledger nor a SUCCESS"
              + " marker.");
    }
  }

  private static void refuses(String found, String sentence) {
    assertThatThrownBy(
            () -> Baseline.of(new Since.Commit("X"), ExportOptions.DEFAULT, holdings(found), ROOT))
        .isInstanceOf(SpillwayException.class)
        .hasMessage(sentence + REMEDY);
  }

  private static Since since(String text) {
    return switch (text) {
      case "-" -> new Since.Unsaid();
      case "last" -> new Since.LastSuccess();
      default -> new Since.Commit(text);
    };
  }

  private static Conduct conduct(String text) {
    return switch (String.valueOf(text)) {
      case "force" -> Conduct.DEFAULT.forcing();
      case "no-resume" -> Conduct.DEFAULT.withoutResume();
      case "both" -> Conduct.DEFAULT.forcing().withoutResume();
      default -> Conduct.DEFAULT;
    };
  }

  private static DestinationState holdings(String text) {
    String[] parts = text.replace("*", "").split("[ +]");
    boolean based = !parts[1].equals("-");
    return new DestinationState(
        based ? Optional.of(parts[1]) : Optional.empty(),
        based ? OptionalLong.of(7) : OptionalLong.empty(),
        KeyGlobs.ALL,
        parts.length > 2 ? List.of(parts[2]) : List.of(),
        DestinationState.Origin.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        text.endsWith("*") ? Optional.of(unfinished()) : Optional.empty(),
        List.of(EXPORT),
        List.of("EXPORT_Z_2026-11-21T09:15:42.118Z_SUCCESS"));
  }

  private static ExportRecord unfinished() {
    return ExportRecord.first(
        ExportId.next(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1)),
        ExportRecord.What.of(new Snapshot("lakefs://repo", "C1"), Optional.empty(), ROOT, "strict"),
        1,
        "dev",
        holdings("nothing -"));
  }

  private static String text(DestinationState holdings) {
    return holdings.base().orElse("-")
        + (holdings.attempts().isEmpty() ? "" : "+" + String.join(",", holdings.attempts()))
        + (holdings.unfinished().isPresent() ? "*" : "");
  }
}
