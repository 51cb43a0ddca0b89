package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the credentials for lakeFS come from. */
class ApiClientTest {
  private static final String PROVIDERS = "hadoop.security.credential.provider.path";

  private final Configuration settings = new Configuration(false);
  private final Map<String, String> variables = new TreeMap<>();

  @TempDir private Path temporary;

  @Test
  void shouldTakeTheKeysOfTheSettingsFirst() throws IOException {
    // Given
    set(ApiClient.URL, "http://settings:8000");
    set(ApiClient.ACCESS_KEY, " setting-key ");
    set(ApiClient.SECRET_KEY, "setting-secret");
    set(ApiClient.TOKEN, "setting-token");
    setVariables();
    provide(ApiClient.SECRET_KEY, "provided-secret");

    // When
    ApiClient client = client();

    // Then
    assertThat(client.url()).isEqualTo("http://settings:8000/api/v1");
    assertThat(client.accessKey()).isEqualTo("setting-key");
    assertThat(client.secretKey()).isEqualTo("setting-secret");
    assertThat(client.token()).isEmpty();
  }

  @Test
  void shouldTakeTheTokenOfTheSettingsNext() throws IOException {
    set(ApiClient.URL, "http://settings:8000");
    set(ApiClient.TOKEN, "setting-token");
    setVariables();

    assertThat(client().token()).isEqualTo("setting-token");
    assertThat(client().accessKey()).isEmpty();
    assertThat(client().secretKey()).isEmpty();
  }

  @Test
  void shouldTakeTheVariablesOfLakectlNext() throws IOException {
    setVariables();
    provide(ApiClient.TOKEN, "provided-token");

    assertThat(client().url()).isEqualTo("http://variables:8000/api/v1");
    assertThat(client().accessKey()).isEqualTo("variable-key");
    assertThat(client().secretKey()).isEqualTo("variable-secret");
  }

  @Test
  void shouldTakeTheFileOfLakectlNext(@TempDir Path home) throws IOException {
    // Given
    Files.writeString(
        home.resolve(".lakectl.yaml"),
        """
        # written by lakectl config
        credentials:
          access_key_id: file-key   # mine
          secret_access_key: "file secret"
        server:
          endpoint_url: 'http://file:8000/api/v1'
        options:
          parallelism: 4
        """);
    variables.put("HOME", home.toString());
    provide(ApiClient.TOKEN, "provided-token");

    // When, Then
    assertThat(client().url()).isEqualTo("http://file:8000/api/v1");
    assertThat(client().accessKey()).isEqualTo("file-key");
    assertThat(client().secretKey()).isEqualTo("file secret");

    // Keys of the file go to no other server.
    set(ApiClient.URL, "http://settings:8000");
    assertThat(client().token()).isEqualTo("provided-token");
  }

  @Test
  void shouldRejectATokenThatNoHeaderCanCarry() {
    set(ApiClient.URL, "http://settings:8000");
    set(ApiClient.TOKEN, "größe");
    assertThatThrownBy(this::client)
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining("lakefs.api.token")
        .hasMessageNotContaining("größe");
  }

  @Test
  void shouldTakeWhatCredentialProvidersHoldLast() throws IOException {
    set(ApiClient.URL, "http://settings:8000");
    provide(ApiClient.ACCESS_KEY, "provided-key");
    provide(ApiClient.SECRET_KEY, "provided-secret");

    assertThat(client().accessKey()).isEqualTo("provided-key");
    assertThat(client().secretKey()).isEqualTo("provided-secret");
  }

  @Test
  void shouldTakeATokenThatCredentialProvidersHold() throws IOException {
    set(ApiClient.URL, "http://settings:8000");
    provide(ApiClient.TOKEN, "provided-token");

    assertThat(client().token()).isEqualTo("provided-token");
  }

  @Test
  void shouldCompleteKeysOfTheSettingsByProvidersAndNothingElse() throws IOException {
    // Given: somebody else's login lies in the environment
    set(ApiClient.URL, "http://settings:8000");
    set(ApiClient.ACCESS_KEY, "setting-key");
    setVariables();

    // Then
    assertThatThrownBy(this::client)
        .hasMessageContaining("spark.hadoop.lakefs.api.secret_key")
        .hasMessageNotContaining("spark.hadoop.lakefs.api.access_key,");
    provide(ApiClient.SECRET_KEY, "provided-secret");
    assertThat(client().accessKey()).isEqualTo("setting-key");
    assertThat(client().secretKey()).isEqualTo("provided-secret");
  }

  @Test
  void shouldNameAllThatIsMissingAndAllPlacesForIt() {
    assertThatThrownBy(this::client)
        .isInstanceOfSatisfying(
            SpillwayException.class,
            e -> assertThat(e.kind()).isEqualTo(SpillwayException.Kind.BAD_INPUT))
        .hasMessage(
            "How to reach lakeFS is not set: give spark.hadoop.lakefs.api.url,"
                + " spark.hadoop.lakefs.api.access_key, spark.hadoop.lakefs.api.secret_key (each as"
                + " --conf NAME=VALUE), or spark.hadoop.lakefs.api.token in place of the keys, or"
                + " set LAKECTL_SERVER_ENDPOINT_URL, LAKECTL_CREDENTIALS_ACCESS_KEY_ID,"
                + " LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY in the environment, or keep the secrets in a credential provider ("
                + PROVIDERS
                + ").");
  }

  @Test
  void shouldNameTheServerAloneWhereOnlyItIsMissing() {
    set(ApiClient.TOKEN, "setting-token");

    assertThatThrownBy(this::client)
        .hasMessage(
            "How to reach lakeFS is not set: give spark.hadoop.lakefs.api.url (each as --conf"
                + " NAME=VALUE), or set LAKECTL_SERVER_ENDPOINT_URL in the environment.");
  }

  @Test
  void shouldSayThatCredentialProvidersCannotBeRead() {
    set(ApiClient.URL, "http://settings:8000");
    set(PROVIDERS, "jceks://nowhere@nothing/x");

    assertThatThrownBy(this::client)
        .isInstanceOf(SpillwayException.class)
        .hasMessageContaining(PROVIDERS);
  }

  @Test
  void shouldTravelAndShowNoSecret() throws Exception {
    for (ApiClient client :
        new ApiClient[] {
          new ApiClient("http://host:8000", "key", "s3cr3t"),
          ApiClient.withToken("http://host:8000", "s3cr3t")
        }) {
      // When
      ApiClient arrived = arrived(client);

      // Then
      assertThat(arrived.secretKey() + arrived.token()).isEqualTo("s3cr3t");
      assertThat(arrived.readTimeout()).isEqualTo(client.readTimeout());
      assertThat(client.toString()).isEqualTo("lakeFS at http://host:8000/api/v1");
    }
  }

  private static ApiClient arrived(ApiClient client) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(client);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ApiClient) in.readObject();
    }
  }

  private ApiClient client() {
    return new ApiClient(settings, variables::get);
  }

  private void set(String name, String value) {
    settings.set(name, value);
  }

  private void setVariables() {
    variables.put("LAKECTL_SERVER_ENDPOINT_URL", "http://variables:8000/api/v1");
    variables.put("LAKECTL_CREDENTIALS_ACCESS_KEY_ID", "variable-key");
    variables.put("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY", "variable-secret");
  }

  private void provide(String name, String secret) throws IOException {
    set(PROVIDERS, "localjceks://file" + temporary.resolve("secrets.jceks"));
    CredentialProvider provider = CredentialProviderFactory.getProviders(settings).get(0);
    provider.createCredentialEntry(name, secret.toCharArray());
    provider.flush();
  }
}
