package io.spillway.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.store.Keys;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class HadoopNamesTest {
  private static final HadoopNames HDFS = names("hdfs://nn:8020/", "data/out");
  private static final HadoopNames AZURE = names("abfss://c@acc.dfs.core.windows.net/", "data/out");

  private static HadoopNames names(String container, String root) {
    return new HadoopNames(Location.parse(container), Optional.of(root));
  }

  @Test
  void shouldTakeOddNamesAsTheyStand() throws StoreException {
    for (String name : Keys.ODD) {
      assertThat(HadoopNames.key(AZURE.place("a/" + name))).isEqualTo("a/" + name);
      assertThat(AZURE.place("a/" + name).getName()).isEqualTo(name);
    }
  }

  @Test
  void shouldRefuseColonsOnHdfsAlone() throws StoreException {
    assertThat(AZURE.place("a:b/c:d")).isEqualTo(new Path(null, null, "/a:b/c:d"));
    assertThatThrownBy(() -> HDFS.place("a:b/c"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNFIT))
        .hasMessage(
            "A file system cannot hold hdfs://nn:8020/a:b/c: HDFS takes no colon in a name.");
  }

  @Test
  void shouldRefuseWhatIsHdfssOwn() {
    for (String key : List.of(".reserved", ".reserved/raw/x", "a/.snapshot/x")) {
      assertThat(HDFS.find(key)).as(key).isEmpty();
      assertThat(AZURE.find(key)).as(key).isPresent();
    }
    assertThat(HDFS.find("a/.reserved")).isPresent();
  }

  @Property(tries = 2_000)
  void shouldGiveBackEveryKeyThatHasAPath(
      @ForAll
          @Chars({'/', '.', ':', '%', '\\', '~', ' ', '?', '#', '\u00e9', '\ud83d', '\ude00'})
          @CharRange(from = 'a', to = 'c')
          String key) {
    for (HadoopNames names : List.of(HDFS, AZURE)) {
      names.find(key).ifPresent(path -> assertThat(HadoopNames.key(path)).isEqualTo(key));
    }
  }

  @Test
  void shouldKnowWhichFoldersAreBelowTheRoot() {
    assertThat(HDFS.foldersBelowRoot("data/out/a/b/c"))
        .containsExactly("data/out/a/b", "data/out/a");
    assertThat(HDFS.foldersBelowRoot("data/out/a")).isEmpty();
    assertThat(HDFS.foldersBelowRoot("data/other/a/b")).isEmpty();
    assertThat(HDFS.foldersBelowRoot("data/out2/a/b")).isEmpty();
    assertThat(names("gs://b/", "").foldersBelowRoot("a/b/c")).containsExactly("a/b", "a");
    HadoopNames free = new HadoopNames(Location.parse("gs://b/"), Optional.empty());
    assertThat(free.foldersBelowRoot("a/b")).isEmpty();
    assertThat(free.foldersInReach("a/b/c")).containsExactly("a/b", "a");
    assertThat(HDFS.isInReach("data/out")).isFalse();
    assertThat(HDFS.isInReach("data/out/x")).isTrue();
  }
}
