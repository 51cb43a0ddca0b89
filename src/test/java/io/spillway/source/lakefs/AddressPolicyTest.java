package io.spillway.source.lakefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.SourceAddress;
import io.spillway.source.lakefs.api.Commit;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.source.lakefs.metadata.MetadataAccess;
import io.spillway.store.RetryPolicy;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final String S3 = "s3://lake/repo";
  private static final String LOCAL = "local://repo";
  private static final String AZURE = "abfss://c@acc.dfs.core.windows.net/repo";
  private static final Location DISK = Location.parse("file:///disk");

  private final AtomicInteger asked = new AtomicInteger();
  private SourceAccess access = SourceAccess.DEFAULT;
  private String type = "";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file://host/etc/passwd",
        "local:///etc/passwd",
        "hdfs://127.0.0.1:8020/x",
        "webhdfs://127.0.0.1:80/x",
        "swebhdfs://127.0.0.1:80/x",
        "har://hdfs-127.0.0.1:80/x",
        "ftp://127.0.0.1/x",
        "viewfs://cluster/x",
        "http://169.254.169.254/latest",
        "gs://bucket/x",
        "https://acc.blob.core.windows.net/c/x",
        "mem://x/y",
        "no address at all",
        "S3//x",
        "://x",
        "s3:///x",
        "s3://user:password@bucket/x"
      })
  void shouldOpenNoAddressOfAnotherKind(String address) {
    assertThat(refusal(S3, address)).doesNotContain("password@");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://lake/repo/data/1, false",
    "s3a://lake/repo/data/1, false",
    "s3n://lake/repo/data/1, false",
    "s3://lake/repo-evil/x, true",
    "s3://lake/other, true",
    "s3a://imports/with space/%41, true",
    "s3://lake/repo/../other, true"
  })
  void shouldOpenOtherBucketsOfTheSameKindAndTellThemApart(String address, boolean imported)
      throws StoreException {
    SourceAddress found = address(S3, address);
    assertThat(found.isDirect()).isTrue();
    assertThat(found.isImported()).isEqualTo(imported);
    assertThat(asked).as("questions to the server").hasValue(0);
  }

  @Test
  void shouldResolveRelativeAddressesInTheNamespace() throws StoreException {
    assertThat(policy(S3).address(entry("data/1", true)))
        .isEqualTo(SourceAddress.own(Location.parse("s3://lake/repo/data/1")));
    assertThat(policy(S3).address(entry("../x", true)).isImported()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://acc.blob.core.windows.net/c/repo/x, true",
    "https://other.blob.core.windows.net/in/x, true",
    "abfs://in@other.dfs.core.windows.net/x, true",
    "wasbs://in@other.blob.core.windows.net/x, true",
    "https://acc.blob.evil.example.com/c/x, false",
    "abfss://c@evil.example.com/x, false",
    "abfss://c@acc.dfs.core.windows.net.evil.example.com/x, false",
    "wasb://c@127.0.0.1:80/x, false"
  })
  void shouldSendNoCredentialsForAzureToOtherHosts(String address, boolean opened) {
    assertThat(isOpened(AZURE, address)).isEqualTo(opened);
  }

  @Test
  void shouldTakeTheDomainOfTheNamespaceForAzure() {
    String china = "abfss://c@acc.dfs.core.chinacloudapi.cn/repo";
    assertThat(isOpened(china, "https://other.blob.core.chinacloudapi.cn/c/x")).isTrue();
    assertThat(isOpened(AZURE, "https://other.blob.core.chinacloudapi.cn/c/x")).isFalse();
  }

  @Test
  void shouldConnectToNoOtherHostOfTheNamespacesScheme() {
    assertThat(isOpened("hdfs://nn:8020/lake", "hdfs://nn:8020/imports/x")).isTrue();
    assertThat(isOpened("hdfs://nn:8020/lake", "hdfs://nn:22/imports/x")).isFalse();
  }

  @Test
  void shouldBelieveTheServersWordForItsKindOfStorage() {
    assertThat(isOpened("memory://lake/repo", "s3://imports/x")).isFalse();
    type = "s3";
    assertThat(isOpened("memory://lake/repo", "s3://imports/x")).isTrue();
    assertThat(isOpened("memory://lake/repo", "hdfs://nn:8020/x")).isFalse();
  }

  @Test
  void shouldReadNoImportsWhereTheyAreDenied() throws StoreException {
    access = access.denyingImports();
    assertThat(refusal(S3, "s3://imports/x")).contains("--deny-imports");
    assertThat(refusal(S3, "s3://lake/repo/../x")).contains("--deny-imports");
    assertThat(address(S3, "s3a://lake/repo/data/1").isImported()).isFalse();

    access = access.allowing(Location.parse("s3://imports/this/"));
    assertThat(address(S3, "s3a://imports/this/x").isImported()).isTrue();
    assertThat(isOpened(S3, "s3://imports/that/x")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hdfs://nn:8020/lake/x, true",
    "hdfs://nn:8020/lake, true",
    "hdfs://nn:8020/lake-evil/x, false",
    "hdfs://nn:8020/lake/../x, false",
    "hdfs://nn:8020/lake/./x, false",
    "hdfs://nn:9000/lake/x, false",
    "webhdfs://nn:8020/lake/x, false"
  })
  void shouldOpenWhatTheOperatorAllowsByWholeNames(String address, boolean opened) {
    access = access.allowing(Location.parse("hdfs://nn:8020/lake/"));
    assertThat(isOpened(S3, address)).isEqualTo(opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local://repo/data/1", "file:///disk/x", "local:///etc/passwd"})
  void shouldLeaveLocalStorageToTheServer(String address) throws StoreException {
    SourceAddress found = address(LOCAL, address);
    assertThat(found.isDirect()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "local://repo/data/1, file:///disk/repo/data/1",
    "local://other/x, file:///disk/other/x",
    "local:///disk/x, file:///disk/x",
    "file:///disk/x, file:///disk/x",
    "file:///disk-evil/x, ''",
    "file:///disk/../etc/passwd, ''",
    "local://repo/../../etc/passwd, ''",
    "local://../etc/passwd, ''",
    "local://../disk/x, ''",
    "file://host/disk/x, ''"
  })
  void shouldReadLocalStorageDirectlyBelowItsFolderAlone(String address, String file)
      throws StoreException {
    access = access.withLocalPath(Path.of("/disk"));
    SourceAddress found = address(LOCAL, address);
    assertThat(found.isDirect()).isEqualTo(!file.isEmpty());
    if (!file.isEmpty()) {
      assertThat(found.location()).isEqualTo(Location.parse(file));
      assertThat(found.folder()).isEqualTo(DISK);
    }
  }

  @Test
  void shouldOpenNoFilesOfAnotherKindBecauseOfALocalFolder() {
    access = access.withLocalPath(Path.of("/disk"));
    assertThat(isOpened(S3, "file:///disk/x")).isFalse();
    access = access.allowing(DISK);
    assertThat(isOpened(S3, "file:///disk/x")).isTrue();
    assertThat(isOpened(S3, "file:///disk/../x")).isFalse();
  }

  private String refusal(String namespace, String address) {
    StoreException refused =
        catchThrowableOfType(StoreException.class, () -> address(namespace, address));
    assertThat(refused).as(address).isNotNull();
    assertThat(refused.reason()).isEqualTo(StoreException.Reason.REFUSED);
    return String.valueOf(refused.getMessage());
  }

  private boolean isOpened(String namespace, String address) {
    try {
      return address(namespace, address).isDirect();
    } catch (StoreException e) {
      return false;
    }
  }

  private SourceAddress address(String namespace, String address) throws StoreException {
    return policy(namespace).address(entry(address, false));
  }

  private AddressPolicy policy(String namespace) {
    return new AddressPolicy(
        Location.parse(namespace).asRoot(),
        access,
        () -> {
          asked.incrementAndGet();
          return type;
        });
  }

  private static Entry entry(String address, boolean relative) {
    return new Entry(Bytes.of("k"), address, relative, 1, "", 0, Map.of(), "", Bytes.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local:///etc/passwd", "no address at all", "ftp://127.0.0.1/x"})
  void shouldNeedNoAddressIfOnlyTheServerReads(String address) throws StoreException {
    // Given
    LakeFsSource source = source(SourceAccess.DEFAULT);
    Entry imported = entry(address, false);

    // When, Then
    assertThat(source.address(imported, ReadMode.LAKEFS).isDirect()).isFalse();
    assertThat(new ListedLakeFsSource(source).address(imported, ReadMode.LAKEFS).isDirect())
        .isFalse();
    for (ReadMode other : List.of(ReadMode.AUTO, ReadMode.STORAGE, ReadMode.PRESIGNED)) {
      assertThatThrownBy(() -> source.address(imported, other)).isInstanceOf(StoreException.class);
    }
    LakeFsSource careful = source(SourceAccess.DEFAULT.denyingImports());
    assertThatThrownBy(() -> careful.address(imported, ReadMode.LAKEFS))
        .isInstanceOf(StoreException.class);
  }

  private static LakeFsSource source(SourceAccess access) {
    return new LakeFsSource(
        new ApiClient("http://127.0.0.1:9", "k", "s").with(RetryPolicy.NONE),
        new Repository("repo", Location.parse(S3), "", "main"),
        new Commit("repo", "ab", ""),
        new Stores(Settings.of(Map.of())),
        MetadataAccess.API,
        access);
  }
}
