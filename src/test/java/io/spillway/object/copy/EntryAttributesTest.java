package io.spillway.object.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.object.Entry;
import io.spillway.store.Attributes;
import io.spillway.store.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryAttributesTest {
  private static final Stores STORES =
      new Stores(Settings.of(Map.of("fs.s3a.endpoint", "http://127.0.0.1:1")));
  private static final Prefix S3 =
      Prefix.of(
          Location.parse("s3://bucket/root"),
          Location.parse("s3://lake/repo"),
          STORES,
          new ExportId("id", Instant.EPOCH));

  @Test
  void shouldSendMetadataByTheNamesThatItsReadersKnow() {
    Entry entry =
        entry(Map.of("X-Amz-Meta-Owner", "team-a", "x-amz-meta-NOTE", "größer", "Plain", "v"));

    assertThat(EntryAttributes.of(entry))
        .isEqualTo(
            new Attributes("text/csv", Map.of("owner", "team-a", "note", "größer", "plain", "v")));
  }

  @Test
  void shouldKeepLakeFsOwnNotesToItself() {
    Entry entry = entry(Map.of("::lakefs::client-mtime", "1", "::LakeFS::other", "2", "k", "v"));

    assertThat(EntryAttributes.of(entry).metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID).dropped()).isFalse();
  }

  @Test
  void shouldTakeTwoSpellingsWithOneValueForOne() {
    Entry entry = entry(Map.of("X-Amz-Meta-K", "v", "k", "v"));

    assertThat(EntryAttributes.of(entry).metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(EntryAttributes.objection(entry, S3, MetadataPolicy.STRICT)).isEmpty();
    assertThat(EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID))
        .isEqualTo(new EntryAttributes(new Attributes("text/csv", Map.of("k", "v")), false));
  }

  @Test
  void shouldObjectToTwoSpellingsWithTwoValues() {
    Entry entry = entry(Map.of("X-Amz-Meta-K", "one", "k", "two"));

    assertThatThrownBy(() -> EntryAttributes.of(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'k' twice");
    assertThat(EntryAttributes.objection(entry, S3, MetadataPolicy.STRICT))
        .hasValueSatisfying(why -> assertThat(why).contains("'k' twice"));
  }

  @Test
  void shouldSendOneOfTwoValuesAndSayThatTheOtherIsDropped() {
    // Given
    Entry entry = entry(Map.of("X-Amz-Meta-K", "one", "k", "two", "fine", "yes"));

    // When
    EntryAttributes fit = EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID);

    // Then
    assertThat(fit.dropped()).isTrue();
    assertThat(fit.attributes().metadata()).isEqualTo(Map.of("fine", "yes", "k", "one"));
  }

  @Test
  void shouldObjectToMetadataThatS3CannotHold() {
    Entry noToken = entry(Map.of("not a token", "v"));
    Entry tooLong = entry(Map.of("k", "v".repeat(3_000)));

    assertThat(EntryAttributes.objection(noToken, S3, MetadataPolicy.STRICT))
        .hasValueSatisfying(why -> assertThat(why).contains("'not a token'"));
    assertThat(EntryAttributes.objection(tooLong, S3, MetadataPolicy.STRICT))
        .hasValueSatisfying(why -> assertThat(why).contains("bytes of metadata"));
    assertThat(EntryAttributes.objection(noToken, S3, MetadataPolicy.DROP_INVALID)).isEmpty();
    assertThat(EntryAttributes.objection(tooLong, S3, MetadataPolicy.DROP_INVALID)).isEmpty();
  }

  @Test
  void shouldDropWhatS3CannotHoldAndKeepTheRest() {
    Entry entry =
        entry(Map.of("not a token", "v", "long", "v".repeat(3_000), "X-Amz-Meta-Kept", "yes"));

    assertThat(EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID))
        .isEqualTo(new EntryAttributes(new Attributes("text/csv", Map.of("kept", "yes")), true));
  }

  @Test
  void shouldDropAllWhereEachFitsAndAllTogetherDoNot() {
    Entry entry = entry(Map.of("a", "v".repeat(1_500), "b", "v".repeat(1_500)));

    assertThat(EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID))
        .isEqualTo(new EntryAttributes(Attributes.ofType("text/csv"), true));
  }

  @Test
  void shouldDropAContentTypeThatNoHeaderCanCarry() {
    for (Map<String, String> metadata :
        List.of(Map.<String, String>of(), Map.of("X-Amz-Meta-Kept", "yes"))) {
      Entry plain = entry(metadata);
      Entry entry =
          new Entry(
              plain.key(),
              plain.address(),
              plain.relative(),
              plain.size(),
              plain.checksum(),
              plain.modified(),
              metadata,
              "text/größe",
              plain.identity());

      EntryAttributes fit = EntryAttributes.fit(entry, S3, MetadataPolicy.DROP_INVALID);

      assertThat(fit.dropped()).isTrue();
      assertThat(fit.attributes().contentType()).isEmpty();
      assertThat(fit.attributes().metadata()).hasSize(metadata.size());
      assertThat(EntryAttributes.objection(entry, S3, MetadataPolicy.DROP_INVALID)).isEmpty();
      assertThat(EntryAttributes.objection(entry, S3, MetadataPolicy.STRICT)).isPresent();
    }
  }

  @Test
  void shouldObjectToTheKeyWhateverThePolicy() {
    Entry entry =
        new Entry(
            Bytes.of("_spillway/x"), "data/a", true, 1, "c", 0, Map.of("k", "v"), "", Bytes.EMPTY);

    for (MetadataPolicy policy : MetadataPolicy.values()) {
      assertThat(EntryAttributes.objection(entry, S3, policy))
          .hasValueSatisfying(why -> assertThat(why).contains("_spillway/"));
    }
  }

  private static Entry entry(Map<String, String> metadata) {
    return new Entry(Bytes.of("k"), "data/a", true, 1, "c", 0, metadata, "text/csv", Bytes.EMPTY);
  }
}
