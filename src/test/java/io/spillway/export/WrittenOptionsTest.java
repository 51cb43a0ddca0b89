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
import io.spillway.request.Retention;
import io.spillway.request.Since;
import io.spillway.request.Webhook;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Writing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of a notebook's export are those of the command line. */
class WrittenOptionsTest {
  private static final ExportOptions DEFAULT = ExportOptions.DEFAULT;

  static Stream<ExportOptions> options() {
    return Stream.of(
        DEFAULT,
        DEFAULT.with(KeyGlobs.ALL.including("a/**").excluding("a/b/*")),
        DEFAULT.with(ReadMode.PRESIGNED),
        DEFAULT.with(MetadataPolicy.DROP_INVALID),
        DEFAULT.with(
            SourceAccess.DEFAULT
                .denyingImports()
                .allowing(Location.parse("s3://imports/a"))
                .withLocalPath(Path.of("/disk/lakefs"))),
        DEFAULT.with(Conduct.DEFAULT.dryRun().withoutResume()),
        DEFAULT.with(Conduct.DEFAULT.waiting().forcing().mirroring()),
        DEFAULT.with(Conduct.DEFAULT.with(new MaxDelete(7, false))),
        DEFAULT.with(
            new Writing(
                64 << 20,
                Optional.of(StorageClass.STANDARD_IA),
                Optional.of(Encryption.KMS),
                Optional.of("alias/k"),
                false)),
        DEFAULT.with(new Retention(3, 4)),
        DEFAULT.with(Webhook.parse("https://host/token")),
        DEFAULT.withLedger(Location.parse("s3://b/ledger")),
        DEFAULT.withMaxConcurrency(7));
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldBeReadAsTheyWere(ExportOptions options) {
    OptionValues written = WrittenOptions.of(options, new Since.Unsaid());

    assertThat(ObjectRequests.options(written)).isEqualTo(options);
    assertThat(written.byKey().isEmpty()).isEqualTo(options.equals(DEFAULT));
  }

  @Test
  void shouldSayWhatTheDestinationHolds() {
    for (Since since :
        new Since[] {new Since.Unsaid(), new Since.LastSuccess(), new Since.Commit("c0")}) {
      OptionValues written = WrittenOptions.of(DEFAULT, since);

      assertThat(ObjectSourceOptions.since(written)).isEqualTo(since);
    }
  }
}
