package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Stores;
import io.spillway.store.Writing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3WritingTest {
  private static final Location ROOT = Location.parse("s3://b/root");

  private static S3Writing data(Settings settings) {
    return S3Writing.of(new Stores(settings).within(ROOT, "_spillway/tmp").settings(), "b");
  }

  private static S3Writing data(String... settings) {
    return data(settings(settings));
  }

  private static Settings settings(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.of(values);
  }

  @Test
  void shouldSayNothingWhenNobodyChooses() {
    assertThat(S3Writing.of(Settings.of(Map.of()), "b")).isEqualTo(S3Writing.PLAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "AES256, STORE",
    "SSE-S3, STORE",
    "sse-kms, KMS",
    "aws:kms, KMS",
    "DSSE-KMS, KMS_TWICE",
    "aws:kms:dsse, KMS_TWICE"
  })
  void shouldTakeEitherSpelling(String text, Encryption encryption) {
    for (String name :
        new String[] {
          "fs.s3a.encryption.algorithm",
          "fs.s3a.server-side-encryption-algorithm",
          "fs.s3a.bucket.b.encryption.algorithm",
          "fs.s3a.bucket.b.server-side-encryption-algorithm"
        }) {
      assertThat(data(name, text).encryption()).as(name).contains(encryption);
    }
    assertThat(Encryption.parse("--sse", text)).isEqualTo(encryption);
  }

  @Test
  void shouldPreferTheCommandLineThenTheBucketThenTheRest() {
    // Given
    Settings hadoop =
        settings(
            "fs.s3a.encryption.algorithm", "SSE-KMS",
            "fs.s3a.encryption.key", "all",
            "fs.s3a.bucket.b.server-side-encryption-algorithm", "DSSE-KMS",
            "fs.s3a.bucket.b.server-side-encryption.key", "own",
            "fs.s3a.create.storage.class", "glacier",
            "fs.s3a.bucket.b.create.storage.class", "standard_ia",
            "fs.s3a.acl.default", "PublicRead",
            "fs.s3a.bucket.b.acl.default", "BucketOwnerFullControl");
    Writing chosen =
        new Writing(
            Writing.DEFAULT.partThreshold(),
            Optional.of(StorageClass.ONEZONE_IA),
            Optional.of(Encryption.KMS),
            Optional.of("mine"),
            true);

    // When
    S3Writing said = data(hadoop);
    S3Writing overruled = data(chosen.in(hadoop));
    S3Writing elsewhere = S3Writing.of(hadoop, "other");

    // Then
    assertThat(said.encryption()).contains(Encryption.KMS_TWICE);
    assertThat(said.kmsKey()).contains("own");
    assertThat(said.storageClass()).contains(StorageClass.STANDARD_IA);
    assertThat(said.acl()).contains("bucket-owner-full-control");
    assertThat(overruled.encryption()).contains(Encryption.KMS);
    assertThat(overruled.kmsKey()).contains("mine");
    assertThat(overruled.storageClass()).contains(StorageClass.ONEZONE_IA);
    assertThat(elsewhere.encryption()).contains(Encryption.KMS);
    assertThat(elsewhere.kmsKey()).contains("all");
    assertThat(elsewhere.acl()).contains("public-read");
  }

  @Test
  void shouldKeepTheStorageClassToData() {
    Settings hadoop = settings("fs.s3a.create.storage.class", "GLACIER");

    assertThat(S3Writing.of(hadoop, "b").storageClass()).isEmpty();
    assertThat(data(hadoop).storageClass()).contains(StorageClass.GLACIER);
    assertThat(data(hadoop).ofRecords().storageClass()).isEmpty();
  }

  @Test
  void shouldNeverTakeACustomersSecretForTheNameOfAKey() {
    Settings hadoop =
        settings(
            "fs.s3a.encryption.algorithm", "SSE-C",
            "fs.s3a.encryption.key", "a-secret",
            "fs.s3a.bucket.b.encryption.algorithm", "SSE-KMS");

    assertThat(data(hadoop).kmsKey()).isEmpty();
    assertThat(data("fs.s3a.encryption.algorithm", "AES256", "fs.s3a.encryption.key", "k").kmsKey())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.encryption.algorithm, SSE-C, keeps no keys",
    "fs.s3a.bucket.b.encryption.algorithm, CSE-KMS, keeps no keys",
    "fs.s3a.server-side-encryption-algorithm, CSE-CUSTOM, keeps no keys",
    "fs.s3a.encryption.algorithm, ROT13, is unknown",
    "fs.s3a.acl.default, Everybody, give one of private",
    "fs.s3a.create.storage.class, cupboard, 'give STANDARD, '"
  })
  void shouldSayWhatItCannotDo(String name, String value, String why) {
    assertThatThrownBy(() -> data(name, value, "fs.s3a.encryption.key", "a-secret"))
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessageStartingWith(name + " is '" + value + "'")
        .hasMessageContaining(why)
        .hasMessageNotContaining("a-secret");
  }

  @Test
  void shouldSayThatAKeyNeedsAnEncryption() {
    Writing key =
        new Writing(
            Writing.DEFAULT.partThreshold(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("k"),
            true);

    assertThatThrownBy(() -> data(key.in(settings())))
        .hasMessageStartingWith("--sse-kms-key-id names a key");
    assertThat(data(key.in(settings("fs.s3a.encryption.algorithm", "SSE-KMS"))).kmsKey())
        .contains("k");
  }

  @Test
  void shouldReadWithTheSameClientHoweverItWrites() {
    Settings plain =
        settings(
            "fs.s3a.endpoint", "http://127.0.0.1:1",
            "fs.s3a.access.key", "a",
            "fs.s3a.secret.key", "s");
    Settings encrypted = plain.with("fs.s3a.bucket.b.encryption.algorithm", "SSE-KMS");

    S3Store to = S3Store.open(ROOT.container(), encrypted, S3Limits.DEFAULT);
    S3Store from = S3Store.open(Location.parse("s3://lake/"), encrypted, S3Limits.DEFAULT);
    assertThat(to.reaches(from)).isTrue();
  }
}
