package io.spillway.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Settings;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HadoopSettingsTest {
  @Test
  void shouldTakeWhatSomebodyChoseForStorage() {
    // Given
    Configuration job = new Configuration();
    job.set("fs.s3a.access.key", "k");
    job.set("fs.azure.account.key.acc.dfs.core.windows.net", "secret");
    job.set("dfs.nameservices", "one");
    job.set("hadoop.security.authentication", "simple");
    job.set("google.cloud.auth.service.account.enable", "true");
    job.set("lakefs.api.secret_key", "not for stores");
    job.set("yarn.resourcemanager.address", "elsewhere");

    // When
    Settings chosen = HadoopSettings.chosen(job);

    // Then
    assertThat(chosen.toString())
        .isEqualTo(
            "Settings[dfs.nameservices, fs.azure.account.key.acc.dfs.core.windows.net,"
                + " fs.s3a.access.key, google.cloud.auth.service.account.enable,"
                + " hadoop.security.authentication]");
    assertThat(chosen.find("fs.s3a.access.key")).contains("k");
  }

  @Test
  void shouldTakeWhatIsChosenForAStorage() {
    // Given
    Configuration job = new Configuration();
    job.set("lakefs.storage.eu.fs.s3a.endpoint", "https://eu.example.com");
    job.set("lakefs.storage.eu2.fs.s3a.endpoint", "https://eu2.example.com");
    job.set("lakefs.storage.fs.s3a.endpoint", "https://nobody.example.com");

    // When, Then
    Settings eu = HadoopSettings.ofStorage(job, "eu");
    assertThat(eu).isEqualTo(Settings.of(Map.of("fs.s3a.endpoint", "https://eu.example.com")));
    assertThat(HadoopSettings.ofStorage(job, "")).isEqualTo(Settings.of(Map.of()));
    assertThat(HadoopSettings.chosen(job)).isEqualTo(Settings.of(Map.of()));
  }

  @Test
  void shouldTakeNoDefaultsOfAnyLibrary() {
    Configuration job = new Configuration();
    job.addResource("hdfs-default.xml");
    assertThat(job.get("dfs.replication")).isNotNull();
    assertThat(HadoopSettings.chosen(job)).isEqualTo(Settings.of(Map.of()));
  }
}
