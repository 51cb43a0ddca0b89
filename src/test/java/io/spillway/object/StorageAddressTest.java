package io.spillway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://acc.blob.core.windows.net/c/some/path, abfss://c@acc.dfs.core.windows.net/some/path",
    "https://acc.blob.core.windows.net/c, abfss://c@acc.dfs.core.windows.net/",
    "https://acc.blob.core.windows.net/c/, abfss://c@acc.dfs.core.windows.net/",
    "https://acc.adls.core.windows.net/c/p/, abfss://c@acc.dfs.core.windows.net/p/",
    "https://acc.dfs.core.windows.net/c/p, abfss://c@acc.dfs.core.windows.net/p",
    "https://acc.blob.core.chinacloudapi.cn/c/p, abfss://c@acc.dfs.core.chinacloudapi.cn/p",
    "https://acc.blob.core.usgovcloudapi.net/c/p, abfss://c@acc.dfs.core.usgovcloudapi.net/p",
    "https://acc.z12.blob.storage.azure.net/c/p, abfss://c@acc.z12.dfs.storage.azure.net/p",
    "HTTPS://Acc.Blob.Core.Windows.Net/c/P, abfss://c@acc.dfs.core.windows.net/P",
    "http://acc.blob.core.windows.net/c/p, abfs://c@acc.dfs.core.windows.net/p",
    "https://acc.blob.core.windows.net/$web/p, abfss://$web@acc.dfs.core.windows.net/p",
    "https://acc.blob.core.windows.net/c/a//b/../x, abfss://c@acc.dfs.core.windows.net/a//b/../x",
    "https://acc.blob.core.windows.net/c/a%20b%C3%A9%2541+x,"
        + " abfss://c@acc.dfs.core.windows.net/a bé%41+x",
    "https://acc.blob.core.windows.net/c/100%, abfss://c@acc.dfs.core.windows.net/100%",
    "https://acc.blob.core.windows.net/c/%4, abfss://c@acc.dfs.core.windows.net/%4",
    "https://acc.blob.core.windows.net/c/%zz%20, abfss://c@acc.dfs.core.windows.net/%zz%20",
    "https://acc.blob.core.windows.net/c/%ff, abfss://c@acc.dfs.core.windows.net/%ff"
  })
  void shouldReadAddressesOfAzureAsHadoopWritesThem(String address, String expected) {
    assertThat(StorageAddress.parse(address)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/a%20b",
        "gs://bucket/https://acc.blob.core.windows.net/c/p",
        "local://x/y",
        "https://example.com/c/p",
        "https://blob.core.windows.net/c/p",
        "https://acc.blob.core.windows.net/",
        "https://acc.file.core.windows.net/c/p"
      })
  void shouldLeaveAllOthersAsTheyStand(String address) {
    assertThat(StorageAddress.parse(address)).isEqualTo(Location.parse(address));
  }

  @Test
  void shouldReadWholePathsOfLocalStorage() {
    assertThat(StorageAddress.parse("local:///home/a/b"))
        .isEqualTo(new Location("local", "", "home/a/b"));
  }

  @Test
  void shouldSayWhatIsNoAddress() {
    assertThatThrownBy(() -> StorageAddress.parse("acc.blob.core.windows.net/c/p"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("no scheme");
  }

  @Test
  void shouldFindTheDataOfEntries() {
    Location namespace = StorageAddress.parse("https://acc.blob.core.windows.net/c/repo").asRoot();
    assertThat(entry("data/1", true).location(namespace))
        .hasToString("abfss://c@acc.dfs.core.windows.net/repo/data/1");
    assertThat(entry("https://other.blob.core.windows.net/in/a%20b", false).location(namespace))
        .hasToString("abfss://in@other.dfs.core.windows.net/a b");
  }

  private static Entry entry(String address, boolean relative) {
    return new Entry(Bytes.of("k"), address, relative, 1, "", 0, Map.of(), "", Bytes.EMPTY);
  }
}
