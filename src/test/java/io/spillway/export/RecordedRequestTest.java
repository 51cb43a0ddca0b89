package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ledger.RecordedRequest;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record says how an export was asked for, without secrets. */
class RecordedRequestTest {
  private static final String CANARY = "canary-x7";

  /** The placeholders of values that may contain a secret. */
  private static final Set<String> SECRET = Set.of("CMD", "URL", "PASSWORD", "TOKEN", "SECRET");

  @Test
  void shouldSayHowAnExportWasAskedFor() {
    ExportRequest request =
        new ExportRequest(
            "lakefs://demo/v1",
            "s3://b/p/",
            new OptionValues(
                Map.of("mirror", List.of("true"), "filters", List.of("+a/**", "-a/b/*"))),
            Origin.COMMAND_LINE);

    assertThat(Requests.recorded(request))
        .isEqualTo(
            new RecordedRequest(
                "lakefs://demo/v1",
                "s3://b/p/",
                Map.of("mirror", List.of("true"), "filters", List.of("+a/**", "-a/b/*")),
                "command-line"));
    assertThat(Requests.recorded(ExportRequest.of("demo", "s3://b/p").with("branch", "main")))
        .isEqualTo(
            new RecordedRequest(
                "lakefs://demo", "s3://b/p", Map.of("branch", List.of("main")), "code"));
  }

  static Stream<SourceProvider> providers() {
    return Sources.all().stream();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void shouldRecordNoSecretOfAnyOption(SourceProvider provider) {
    // Given
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Option<?> option : Requests.options(provider, "s3://bucket/prefix")) {
      boolean isSecret = option.isSecret() || SECRET.contains(option.placeholder());
      values.put(
          option.key(), List.of(isSecret ? "https://h/" + CANARY : "any://ann:" + CANARY + "@h/x"));
    }
    String uri = provider.schemes().get(0) + "://ann@h/d";

    // When
    RecordedRequest recorded =
        Requests.recorded(
            new ExportRequest(uri, "s3://b/p", new OptionValues(values), Origin.CODE));

    // Then
    assertThat(recorded.options().keySet()).isEqualTo(values.keySet());
    assertThat(recorded.toString()).doesNotContain(CANARY).doesNotContain("ann:");
    assertThat(recorded.options().get("notify")).containsExactly("(secret)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://canary-x7@h/d?sslkey=/etc/canary-x7",
        "postgres://canary-x7@h:5433/d",
        "testrows://canary-x7@orders"
      })
  void shouldRecordNoUserAndNoParameterOfASource(String uri) {
    assertThat(Requests.recorded(ExportRequest.of(uri, "s3://b/p")).source())
        .doesNotContain(CANARY)
        .contains("://");
  }
}
