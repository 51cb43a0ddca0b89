package io.spillway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionTest {
  private static final Option<Integer> NUMBER = Option.number("most", "N", "at most", 8);
  private static final Option<Boolean> FLAG = Option.flag("dry", "plan only").remote();
  private static final Option<Optional<String>> TEXT =
      Option.text("id", "ID", "name").unless("generated");
  private static final Option<List<String>> LIST =
      Option.repeated("only", "T", "tables", values -> values);

  @Test
  void shouldReadItsValueOrItsDefault() {
    assertThat(OptionValues.NONE.get(NUMBER)).isEqualTo(8);
    assertThat(OptionValues.NONE.get(FLAG)).isFalse();
    assertThat(OptionValues.NONE.get(TEXT)).isEmpty();
    assertThat(OptionValues.NONE.get(LIST)).isEmpty();

    OptionValues given =
        ExportRequest.of("a", "b")
            .with("most", "9")
            .with("dry")
            .with("id", "x")
            .with("only", "t", "u")
            .options();
    assertThat(given.get(NUMBER)).isEqualTo(9);
    assertThat(given.get(FLAG)).isTrue();
    assertThat(given.get(TEXT)).contains("x");
    assertThat(given.get(LIST)).containsExactly("t", "u");
  }

  @Test
  void shouldDescribeItself() {
    assertThat(NUMBER.written()).isEqualTo("--most=N");
    assertThat(NUMBER.text()).isEqualTo("at most [8]");
    assertThat(FLAG.written()).isEqualTo("--dry");
    assertThat(FLAG.text()).isEqualTo("plan only");
    assertThat(TEXT.described("one").text()).isEqualTo("one [generated]");
  }

  @Test
  void shouldKeepTheOrderOfOptionsThatShareAKey() {
    Option<List<String>> plus = LIST.within("all", "+");
    OptionValues given = new OptionValues(Map.of("all", List.of("+a", "-b")));

    assertThat(given.get(plus)).containsExactly("+a", "-b");
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertThatThrownBy(() -> new OptionValues(Map.of("most", List.of("-1"))).get(NUMBER))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("--most is '-1': give a whole number, 0 or more.");
    assertThatThrownBy(() -> new OptionValues(Map.of("id", List.of("x", "y"))).get(TEXT))
        .hasMessageStartingWith("--id is given twice.");
  }

  @Test
  void shouldTakeFromANetworkOnlyWhatIsHarmless() {
    assertThat(NUMBER.isRemote()).isFalse();
    fromNetwork("dry");
    assertThatThrownBy(() -> fromNetwork("most"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith("--most cannot be given over a network.");
    assertThatThrownBy(() -> fromNetwork("id")).hasMessageStartingWith("Unknown option --id.");
  }

  private static void fromNetwork(String option) {
    new OptionValues(Map.of(option, List.of("1"))).check(List.of(NUMBER, FLAG), Origin.NETWORK);
  }

  @Test
  void shouldShowNoValue() {
    ExportRequest request = ExportRequest.of("x://ann@h/d", "s3://b").with("command", "cat secret");

    assertThat(request.toString()).isEqualTo("export to s3://b with [command]");
  }

  @Test
  void shouldRemoveUsersAndTokensFromMessages() {
    assertThat(BadInput.of("'any://ann:pa/ss@h/d' and 'https://u@h/token'").getMessage())
        .startsWith("'any://h/d' and 'https://h/…");
    assertThat(BadInput.of("'s3://b/a@b', 'abfs://c@a/x', 'lakefs://r/a@b'").getMessage())
        .startsWith("'s3://b/a@b', 'abfs://c@a/x', 'lakefs://r/a@b'.");
  }
}
