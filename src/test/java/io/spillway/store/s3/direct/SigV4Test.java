package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The signer against the suite that AWS publishes, and against the examples of S3's manual. */
class SigV4Test {
  /** From the manual of S3: "Signature Calculations for the Authorization Header". */
  private static final AwsCredentials MANUAL =
      AwsBasicCredentials.create(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  private static final Instant MANUAL_TIME = Instant.parse("2013-05-24T00:00:00Z");
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final String EMPTY = SigV4.sha256Hex("");

  /** One case of the suite; {@link #toString} is its name. */
  record Case(JsonNode json) {
    String text(String name) {
      return json.get(name).asText();
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  static Stream<Case> suite() throws IOException {
    try (InputStream file = SigV4Test.class.getResourceAsStream("/sigv4/test-suite.json")) {
      List<Case> cases = new ArrayList<>();
      new ObjectMapper().readTree(file).forEach(json -> cases.add(new Case(json)));
      return cases.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("suite")
  void shouldSignAsTheSuiteSays(Case test) {
    // Given
    String[] halves = test.text("request").split("\n\n", 2);
    String[] lines = halves[0].replaceAll("\n[ \t]+", " ").split("\n");
    String target = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
    String[] parts = target.split("\\?", 2);
    boolean signsBody = test.json().get("signsBody").asBoolean();
    String hash = SigV4.sha256Hex(signsBody && halves.length == 2 ? halves[1] : "");
    SortedMap<String, String> headers = headers(lines);
    if (signsBody) {
      headers.put("x-amz-content-sha256", hash);
    }
    AwsCredentials credentials =
        test.text("token").isEmpty()
            ? AwsBasicCredentials.create(test.text("accessKey"), test.text("secretKey"))
            : AwsSessionCredentials.create(
                test.text("accessKey"), test.text("secretKey"), test.text("token"));
    String method = lines[0].split(" ", 2)[0];
    String path = PercentEncoding.ofPath(decoded(parts[0]));
    String query = query(parts.length == 2 ? parts[1] : "");

    // When
    new SigV4(test.text("region"), test.text("service"))
        .sign(
            method, path, query, headers, hash, credentials, Instant.parse(test.text("timestamp")));

    // Then
    String authorization = headers.remove("authorization");
    String signed = String.join(";", headers.keySet());
    assertThat(SigV4.canonical(method, path, query, headers, signed, hash))
        .isEqualTo(test.text("canonicalRequest"));
    assertThat(authorization).endsWith("Signature=" + test.text("signature"));
  }

  private static SortedMap<String, String> headers(String[] lines) {
    SortedMap<String, String> headers = new TreeMap<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      String value = line.substring(line.indexOf(':') + 1);
      headers.merge(name, value.trim(), (before, next) -> before + "," + next);
    }
    return headers;
  }

  private static String query(String raw) {
    SortedMap<String, String> sorted = new TreeMap<>();
    for (String pair : raw.isEmpty() ? new String[0] : raw.split("&")) {
      String[] sides = pair.split("=", 2);
      sorted.put(
          PercentEncoding.ofQuery(decoded(sides[0])), PercentEncoding.ofQuery(decoded(sides[1])));
    }
    List<String> pairs = new ArrayList<>();
    sorted.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join("&", pairs);
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), UTF_8);
  }

  @Test
  void shouldSignTheExamplesOfTheManual() {
    assertThat(
            manual(
                "GET", "/test.txt", "", Map.of("host", HOST, "range", "bytes=0-9"), EMPTY, MANUAL))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    assertThat(
            manual(
                "PUT",
                "/" + PercentEncoding.ofPath("test$file.text"),
                "",
                Map.of(
                    "date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "host",
                    HOST,
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                SigV4.sha256Hex("Welcome to Amazon S3."),
                MANUAL))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    assertThat(manual("GET", "/", "max-keys=2&prefix=J", Map.of("host", HOST), EMPTY, MANUAL))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  private static String manual(
      String method,
      String path,
      String query,
      Map<String, String> given,
      String hash,
      AwsCredentials credentials) {
    SortedMap<String, String> headers = new TreeMap<>(given);
    headers.put("x-amz-content-sha256", hash);
    new SigV4("us-east-1", "s3").sign(method, path, query, headers, hash, credentials, MANUAL_TIME);
    return headers.get("authorization").replaceFirst(".*Signature=", "");
  }

  @Test
  void shouldDeriveTheKeyAgainForAnotherDayAndOtherCredentials() {
    // Given
    SigV4 signer = new SigV4("us-east-1", "s3");
    AwsCredentials other = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "another");
    List<String> reused = new ArrayList<>();
    List<String> fresh = new ArrayList<>();

    // When
    for (AwsCredentials credentials : List.of(MANUAL, other, MANUAL)) {
      for (long second : new long[] {0, 1, 86_399, 86_400, 0}) {
        Instant time = MANUAL_TIME.plusSeconds(second);
        reused.add(signed(signer, credentials, time));
        fresh.add(signed(new SigV4("us-east-1", "s3"), credentials, time));
      }
    }

    // Then
    assertThat(reused).isEqualTo(fresh);
    assertThat(reused.stream().distinct()).hasSize(2 * 4);
  }

  private static String signed(SigV4 signer, AwsCredentials credentials, Instant time) {
    SortedMap<String, String> headers = new TreeMap<>(Map.of("host", HOST));
    signer.sign("GET", "/", "", headers, EMPTY, credentials, time);
    return headers.get("authorization");
  }

  @Test
  void shouldEncodeEveryByteThatIsNotUnreserved() {
    StringBuilder expected = new StringBuilder();
    StringBuilder all = new StringBuilder();
    for (char next = 0; next < 256; next++) {
      all.append(next);
      boolean stays = next < 128 && (Character.isLetterOrDigit(next) || "-._~".indexOf(next) >= 0);
      for (byte one : String.valueOf(next).getBytes(UTF_8)) {
        expected.append(stays ? String.valueOf(next) : String.format("%%%02X", one & 0xFF));
      }
    }
    assertThat(PercentEncoding.ofQuery(all.toString())).isEqualTo(expected.toString());
    assertThat(PercentEncoding.ofPath(all.toString()))
        .isEqualTo(expected.toString().replace("%2F", "/"));
    assertThat(PercentEncoding.ofPath("plain/key-1_2.3~")).isEqualTo("plain/key-1_2.3~");
    assertThat(PercentEncoding.ofPath("\ud83d\ude00")).isEqualTo("%F0%9F%98%80");
  }
}
