package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ledger.OutcomeLine.Act;
import io.spillway.outcome.Outcome.Loss;
import io.spillway.outcome.Proof;
import io.spillway.store.Keys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class OutcomeTextTest {
  private static final String EMOJI = "\uD83D\uDE00";
  private static final String GOOD = "{\"key\":\"a\",\"action\":\"delete\",\"state\":\"done\"}\n";

  @Test
  void shouldWriteTheDocumentedFields() throws IOException {
    // Given
    List<OutcomeLine> lines =
        List.of(
            OutcomeLine.copied("a/b", 12, "0cc1", Proof.CHECKSUM, List.of()),
            OutcomeLine.copied("größe" + EMOJI, 0, "", Proof.SIZE, List.of(Loss.METADATA_DROPPED)),
            OutcomeLine.copied("c", 1, "x", Proof.SIZE, List.of(Loss.METADATA_NOT_KEPT)),
            OutcomeLine.deleted("d\n\"\\\u0000"),
            OutcomeLine.madeRoom("e"),
            OutcomeLine.failed("f", Act.COPY, "f is gone"));

    // When
    byte[] content = OutcomeText.encode(lines);

    // Then
    assertThat(unzipped(content))
        .isEqualTo(
            """
            {"key":"a/b","action":"copy","size":12,"checksum":"0cc1","state":"done",\
            "proof":"checksum"}
            {"key":"größe%s","action":"copy","size":0,"state":"done","proof":"size",\
            "losses":["metadata-dropped"]}
            {"key":"c","action":"copy","size":1,"checksum":"x","state":"done","proof":"size",\
            "losses":["metadata-not-kept"]}
            {"key":"d\\n\\"\\\\\\u0000","action":"delete","state":"done"}
            {"key":"e","action":"make-room","state":"done"}
            {"key":"f","action":"copy","state":"failed","reason":"f is gone"}
            """
                .replace("%s", EMOJI));
  }

  @Property(tries = 300)
  void shouldReadWhatItWrote(@ForAll("lines") List<OutcomeLine> lines) throws IOException {
    assertThat(decoded(OutcomeText.encode(lines))).isEqualTo(lines);
  }

  @Test
  void shouldReadOddKeys() throws IOException {
    List<OutcomeLine> lines =
        Stream.of(Keys.ODD, Keys.OBJECTS_ONLY, Keys.FOLDERS)
            .flatMap(List::stream)
            .map(OutcomeLine::deleted)
            .toList();

    assertThat(decoded(OutcomeText.encode(lines))).isEqualTo(lines);
  }

  @Test
  void shouldPassOverFieldsOfLaterVersions() throws IOException {
    String later =
        "{\"later\":{\"key\":[1]},\"key\":\"a\",\"action\":\"delete\",\"state\":\"done\"}";

    assertThat(decoded(zipped(later))).containsExactly(OutcomeLine.deleted("a"));
  }

  @Test
  void shouldRefuseAllOfAFileWithALineThatItDoesNotKnow() throws IOException {
    for (String bad :
        List.of(
            "{\"key\":\"a\",\"action\":\"move\",\"state\":\"done\"}",
            "{\"key\":\"a\",\"action\":\"delete\",\"state\":\"begun\"}",
            "{\"key\":\"a\",\"action\":\"DELETE\",\"state\":\"done\"}",
            "{\"key\":\"a\",\"state\":\"done\"}",
            "{\"key\":\"a\",\"action\":\"delete\"}",
            "{\"action\":\"delete\",\"state\":\"done\"}",
            "{\"key\":7,\"action\":\"delete\",\"state\":\"done\"}",
            "{\"key\":null,\"action\":\"delete\",\"state\":\"done\"}",
            copy("\"size\":1"),
            copy("\"proof\":\"size\""),
            copy("\"size\":1,\"proof\":\"hope\""),
            copy("\"size\":-1,\"proof\":\"size\""),
            copy("\"size\":\"1\",\"proof\":\"size\""),
            copy("\"size\":1.5,\"proof\":\"size\""),
            copy("\"size\":99999999999999999999,\"proof\":\"size\""),
            copy("\"size\":1,\"proof\":\"size\",\"losses\":\"metadata-dropped\""),
            copy("\"size\":1,\"proof\":\"size\",\"losses\":[\"head\"]"),
            GOOD.strip().substring(0, 20),
            GOOD.strip() + "x",
            GOOD.strip() + GOOD.strip(),
            "[]",
            "null",
            "\"key\"",
            "")) {
      assertThatThrownBy(() -> decoded(zipped(GOOD + bad + "\n" + GOOD)))
          .as(bad)
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining("line 2 is no");
    }
  }

  @Test
  void shouldRefuseAFileThatEndsEarlyWhereverItEnds() throws IOException {
    // Given
    byte[] whole = OutcomeText.encode(lines(100));

    // When, then
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decoded(part)).isInstanceOf(IOException.class);
    }
    assertThat(decoded(whole)).hasSize(100);
  }

  @Test
  void shouldNeverReadOtherLinesFromAFileWithAFlippedBit() throws IOException {
    // Given
    List<OutcomeLine> lines = lines(20);
    byte[] whole = OutcomeText.encode(lines);

    // When
    int refused = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      refused += readsAs(damaged, lines) ? 0 : 1;
    }

    // Then: only gzip's header of ten bytes and the padding of its last byte mean nothing to us
    assertThat(refused).isGreaterThanOrEqualTo((whole.length - 11) * 8);
  }

  /** False when it is refused. */
  private static boolean readsAs(byte[] content, List<OutcomeLine> lines) {
    try {
      assertThat(decoded(content)).isEqualTo(lines);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldRefuseWhatIsNoUtf8() throws IOException {
    byte[] content = GOOD.replace("\"a\"", "\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> decoded(zipped(content))).isInstanceOf(IOException.class);
  }

  @Test
  void shouldNotTakeAKeyThatUtf8CannotHold() {
    assertThatThrownBy(() -> OutcomeLine.deleted("a\uD83D"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotTakeACopyWithoutProof() {
    assertThatThrownBy(() -> new OutcomeLine("a", Act.COPY, 1, "c", true, null, List.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OutcomeLine.copied("a", -1, "c", Proof.SIZE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<List<OutcomeLine>> lines() {
    Arbitrary<String> texts =
        Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 0x7f)),
                Tuple.of(1, Arbitraries.integers().between(0x80, 0xD7FF)),
                Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
                Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)))
            .list()
            .ofMaxSize(60)
            .map(OutcomeTextTest::text);
    Arbitrary<OutcomeLine> copies =
        Combinators.combine(
                texts,
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                texts,
                Arbitraries.of(Proof.class),
                Arbitraries.of(Loss.class).list().uniqueElements())
            .as(OutcomeLine::copied);
    Arbitrary<OutcomeLine> failures =
        Combinators.combine(texts, Arbitraries.of(Act.class), texts).as(OutcomeLine::failed);
    return Arbitraries.oneOf(
            copies, failures, texts.map(OutcomeLine::deleted), texts.map(OutcomeLine::madeRoom))
        .list()
        .ofMaxSize(20);
  }

  private static String text(List<Integer> codePoints) {
    return codePoints.stream()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<OutcomeLine> lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> OutcomeLine.copied("key-" + i, i, "sum" + i, Proof.CHECKSUM, List.of()))
        .toList();
  }

  private static String copy(String fields) {
    return "{\"key\":\"a\",\"action\":\"copy\",\"state\":\"done\"," + fields + "}";
  }

  private static List<OutcomeLine> decoded(byte[] content) throws IOException {
    return OutcomeText.decode(new ByteArrayInputStream(content));
  }

  private static String unzipped(byte[] content) throws IOException {
    try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] zipped(String text) throws IOException {
    return zipped(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(content);
    }
    return zipped.toByteArray();
  }
}
