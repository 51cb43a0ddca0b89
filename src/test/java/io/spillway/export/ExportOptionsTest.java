package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.copy.MetadataPolicy;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.request.Retention;
import io.spillway.request.Since;
import io.spillway.request.Webhook;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.Sources;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of a notebook's export are those of a command line. */
class ExportOptionsTest {
  private static final ExportOptions DEFAULT = ExportOptions.DEFAULT;
  private static final Writing WRITING =
      new Writing(
          64 << 20,
          Optional.of(StorageClass.STANDARD_IA),
          Optional.of(Encryption.KMS),
          Optional.of("alias/k"),
          false);

  static Stream<Arguments> values() {
    return Stream.of(
        value(
            KeyGlobs.ALL.including("a/**").excluding("a/b/*"), DEFAULT::with, ExportOptions::globs),
        value(ReadMode.PRESIGNED, DEFAULT::with, ExportOptions::read),
        value(MetadataPolicy.DROP_INVALID, DEFAULT::with, ExportOptions::metadata),
        value(
            SourceAccess.DEFAULT
                .denyingImports()
                .allowing(Location.parse("s3://imports/a"))
                .withLocalPath(Path.of("/disk/lakefs")),
            DEFAULT::with,
            ExportOptions::access),
        value(Conduct.DEFAULT.dryRun().withoutResume(), DEFAULT::with, ExportOptions::conduct),
        value(
            Conduct.DEFAULT.waiting().forcing().mirroring(), DEFAULT::with, ExportOptions::conduct),
        value(Conduct.DEFAULT.with(new MaxDelete(7, false)), DEFAULT::with, ExportOptions::conduct),
        value(
            Conduct.DEFAULT,
            DEFAULT.with(Conduct.DEFAULT.forcing().mirroring())::with,
            ExportOptions::conduct),
        value(WRITING, DEFAULT::with, ExportOptions::writing),
        value(Writing.DEFAULT, DEFAULT.with(WRITING)::with, ExportOptions::writing),
        value(new Retention(3, 4), DEFAULT::with, ExportOptions::retention),
        value(
            Webhook.parse("https://host/token"),
            DEFAULT::with,
            options -> options.hook().orElseThrow()),
        value(
            Location.parse("s3://b/ledger"),
            DEFAULT::withLedger,
            options -> options.ledger().orElseThrow()),
        value(7, DEFAULT::withMaxConcurrency, ExportOptions::maxConcurrency));
  }

  private static <T> Arguments value(
      T value, Function<T, ExportOptions> with, Function<ExportOptions, T> read) {
    return Arguments.of(value, with, read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  <T> void shouldReadWhatCodeChose(
      T value, Function<T, ExportOptions> with, Function<ExportOptions, T> read) {
    ExportOptions options = with.apply(value);

    assertThat(read.apply(options)).isEqualTo(value);
    options
        .given()
        .check(Requests.options(Sources.require("lakefs://r"), "s3://bucket/prefix"), Origin.CODE);
  }

  @Test
  void shouldHaveDefaults() {
    assertThat(DEFAULT.globs()).isEqualTo(KeyGlobs.ALL);
    assertThat(DEFAULT.read()).isEqualTo(ReadMode.AUTO);
    assertThat(DEFAULT.metadata()).isEqualTo(MetadataPolicy.STRICT);
    assertThat(DEFAULT.access()).isEqualTo(SourceAccess.DEFAULT);
    assertThat(DEFAULT.conduct()).isEqualTo(Conduct.DEFAULT);
    assertThat(DEFAULT.writing()).isEqualTo(Writing.DEFAULT);
    assertThat(DEFAULT.retention()).isEqualTo(Retention.DEFAULT);
    assertThat(DEFAULT.maxConcurrency()).isEqualTo(64);
    assertThat(DEFAULT.hook()).isEmpty();
    assertThat(DEFAULT.ledger()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "last", "c0"})
  void shouldSayWhatTheDestinationHolds(String held) {
    Since since =
        held.isEmpty()
            ? new Since.Unsaid()
            : held.equals("last") ? new Since.LastSuccess() : new Since.Commit(held);

    OptionValues written = ObjectSourceOptions.with(OptionValues.NONE, since);

    assertThat(ObjectSourceOptions.since(written)).isEqualTo(since);
  }
}
