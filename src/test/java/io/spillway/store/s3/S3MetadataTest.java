package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Attributes;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class S3MetadataTest {
  @Property
  void shouldGiveBackEveryValueFromPrintableAscii(@ForAll String value) {
    String well =
        new String(
            value.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8);
    String encoded = S3Metadata.encoded(well);
    assertThat(encoded).matches("[ -~]*").doesNotMatch(" .*|.* ").doesNotContain("  ");
    assertThat(S3Metadata.decoded(encoded)).isEqualTo(well);
  }

  @Test
  void shouldLeavePlainValuesAsTheyAre() {
    for (String value :
        new String[] {"", "hello world", "a,b;c=\"d\"%41+", "=?", "?=", "=?UTF-8?B?"}) {
      assertThat(S3Metadata.encoded(value)).isEqualTo(value);
      assertThat(S3Metadata.decoded(value)).isEqualTo(value);
    }
  }

  @Test
  void shouldReadWhatS3EncodesItself() {
    assertThat(S3Metadata.decoded("=?UTF-8?B?w7w=?=")).isEqualTo("ü");
    assertThat(S3Metadata.decoded("=?UTF-8?Q?gr=C3=BC=C3=9Fe_an_alle?="))
        .isEqualTo("grüße an alle");
    assertThat(S3Metadata.decoded("=?UTF-8?Q?=C3?= =?UTF-8?B?vA==?=")).isEqualTo("ü");
    assertThat(S3Metadata.decoded("=?UTF-8?B?not*base64?=")).isEqualTo("=?UTF-8?B?not*base64?=");
  }

  @Test
  void shouldSayWhatS3CannotHold() {
    assertThat(objection("k", Map.of("ok-key_1", "value"))).isEmpty();
    assertThat(objection("k".repeat(1_024), Map.of())).isEmpty();
    assertThat(objection("ü".repeat(513), Map.of()))
        .isEqualTo("has 1,026 bytes, and S3 takes 1,024");
    assertThat(objection("", Map.of())).contains("is empty");
    assertThat(objection("k", Map.of("with space", "v")))
        .contains("'with space', which no header can carry");
    assertThat(objection("k", Map.of("schlüssel", "v"))).contains("'schlüssel'");
    assertThat(objection("k", Map.of("", "v"))).contains("''");
    assertThat(objection("k", Map.of("a", "1", "A", "2"))).contains("twice");
    assertThat(objection("k", Map.of("k", "v".repeat(2_047)))).isEmpty();
    assertThat(objection("k", Map.of("k", "v".repeat(2_048))))
        .isEqualTo("has 2,049 bytes of metadata, and S3 takes 2,048");
    assertThat(S3Metadata.objection("k", Attributes.ofType("text/plain\r\nx: y")).orElseThrow())
        .contains("content type");
  }

  private static String objection(String key, Map<String, String> metadata) {
    return S3Metadata.objection(key, new Attributes("text/plain", metadata)).orElse("");
  }
}
