package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Link;
import java.io.Serializable;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkParserTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final String URL = "https://lake.example/d/a%20b?X-Amz-Signature=5ec3e7";

  @Test
  void shouldShowNothingButItsHost() {
    Link link = LinkParser.parse(URL, null, NOW).orElseThrow();

    assertThat(link).hasToString("link to https://lake.example:443");
    assertThat(link).as("it stays in its JVM").isNotInstanceOf(Serializable.class);
    assertThat(link.isEncrypted()).isTrue();
  }

  @Test
  void shouldBeRenewedAMinuteBeforeItExpires() {
    Link link = LinkParser.parse(URL, NOW.getEpochSecond() + 900, NOW).orElseThrow();

    assertThat(link.isStale(NOW.plusSeconds(839))).isFalse();
    assertThat(link.isStale(NOW.plusSeconds(840))).isTrue();
  }

  @Test
  void shouldBeUsedForThreeQuartersOfAShortLife() {
    Link link = LinkParser.parse(URL, NOW.getEpochSecond() + 40, NOW).orElseThrow();

    assertThat(link.isStale(NOW.plusSeconds(29))).isFalse();
    assertThat(link.isStale(NOW.plusSeconds(30))).isTrue();
  }

  @Test
  void shouldBeGoodUntilItIsRefusedWhereClocksDiffer() {
    Link late = LinkParser.parse(URL, NOW.getEpochSecond() - 5, NOW).orElseThrow();
    Link silent = LinkParser.parse(URL, null, NOW).orElseThrow();

    assertThat(late.isStale(NOW.plusSeconds(86_400))).isFalse();
    assertThat(silent.isStale(NOW.plusSeconds(86_400))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lake/a?x=1",
        "https://account.blob.core.windows.net/container/a",
        "local://lake/a",
        "https://lake.example/a/../b?x=1",
        "https://lake.example/a/%2e%2e/b?x=1",
        "no address?x=1",
        ""
      })
  void shouldNotTakeForALinkWhatCannotBeFollowed(String address) {
    assertThat(LinkParser.parse(address, null, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9000/lake/a%2Bb%25c%C3%A9?s=1",
        "https://lake.s3.amazonaws.com/a//b/?s=1",
        "https://lake.example/a'(b)!~*$&,;=:@?s=%2F%2B"
      })
  void shouldTakeAddressesToTheLetter(String address) {
    assertThat(LinkParser.parse(address, null, NOW).orElseThrow().url()).hasToString(address);
  }
}
