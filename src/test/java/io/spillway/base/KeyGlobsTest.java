package io.spillway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGlobsTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/globs.csv", useHeadersInDisplayName = true)
  void shouldMatchAsTheTableSays(String filters, String key, boolean matches) {
    KeyGlobs globs = KeyGlobs.parse(List.of(filters.split(" ")));
    assertThat(globs.matches(key)).isEqualTo(matches);
    assertThat(globs.matches(Bytes.of(key))).isEqualTo(matches);
    if (matches) {
      assertThat(globs.mayMatch(Bytes.of(key), Bytes.of(key))).isTrue();
    }
  }

  @Test
  void shouldMatchAllKeysWithoutGlobs() {
    assertThat(KeyGlobs.ALL.matches("any/key\n")).isTrue();
    assertThat(KeyGlobs.ALL.matches(Bytes.of(new byte[] {(byte) 0xff}))).isTrue();
    assertThat(KeyGlobs.ALL.mayMatch(Bytes.of("a"), Bytes.EMPTY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "-", "a", " +a", "+a\\"})
  void shouldRefuseWhatIsNone(String text) {
    assertThatThrownBy(() -> KeyGlobs.parse(List.of(text))).isInstanceOf(SpillwayException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "+b/**, a, az, false",
    "+b/**, a, b, false",
    "+b/**, a, b/, true",
    "+b/**, b/0, b/1, true",
    "+b/**, b0, c, false",
    "+b/**, a, '', true",
    "+b/**, c, '', false",
    "+b/*.csv, b/x, b/y, true", // it may: only what comes first is looked at
    "+b/*.csv, c, d, false",
    "+*.csv, c, d, true",
    "-b/**, b/0, b/1, false",
    "-b/**, b/0, c, true",
    "-b/**, a, b/1, true",
    "-**, a, b, false",
    "-**, a, '', false",
    "-b/*, b/0, b/1, true", // not below b/0/
    "-** +b/**, b/0, b/1, true",
    "-** +b/**, c, d, false",
    "+b/** -b/tmp/**, b/tmp/0, b/tmp/1, false",
    "+b/** -b/tmp/**, b/t, b/tmp/1, true",
    "-b/** +b/x, b/a, b/z, true",
    "-b/** +b/x, b/y, b/z, false",
  })
  void shouldTellWhichIntervalsCannotMatch(
      String filters, String min, String max, boolean mayMatch) {
    KeyGlobs globs = KeyGlobs.parse(List.of(filters.split(" ")));
    assertThat(globs.mayMatch(Bytes.of(min), Bytes.of(max))).isEqualTo(mayMatch);
  }

  @Property
  void shouldNeverLeaveOutAnIntervalWithAKeyThatMatches(
      @ForAll("filters") List<String> filters,
      @ForAll("keys") String one,
      @ForAll("keys") String two,
      @ForAll("keys") String three) {
    KeyGlobs globs = KeyGlobs.parse(filters);
    Bytes[] keys = {Bytes.of(one), Bytes.of(two), Bytes.of(three)};
    Arrays.sort(keys);
    if (globs.matches(keys[1])) {
      assertThat(globs.mayMatch(keys[0], keys[2])).isTrue();
      assertThat(globs.mayMatch(keys[0], Bytes.EMPTY)).isTrue();
    }
  }

  @Provide
  Arbitrary<List<String>> filters() {
    Arbitrary<String> globs =
        Arbitraries.of("a", "b", "/", "*", "**", "?", "**/", "\\*")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(parts -> String.join("", parts));
    return globs
        .flatMap(glob -> Arbitraries.of("+" + glob, "-" + glob))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withChars("ab/*c").ofMinLength(1).ofMaxLength(5);
  }

  @Test
  void shouldBeTheSameOnAWorker() throws Exception {
    KeyGlobs globs = KeyGlobs.ALL.including("a/**").excluding("a/tmp/*");
    assertThat(globs.matches("a/x")).isTrue();
    KeyGlobs there = (KeyGlobs) copy(globs);
    assertThat(there).isEqualTo(globs).hasSameHashCodeAs(globs).hasToString("+a/** -a/tmp/*");
    assertThat(there.matches("a/x")).isTrue();
    assertThat(there.matches("a/tmp/x")).isFalse();
    assertThat(KeyGlobs.parse(globs.texts())).isEqualTo(globs);
  }

  private static Object copy(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
