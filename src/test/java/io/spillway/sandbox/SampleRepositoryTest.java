package io.spillway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRepositoryTest {
  private static final int MAX_NAME_BYTES = 255;

  @TempDir Path folder;

  @Test
  void shouldFillARepositoryToTryThingsOn() {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // When
      Repo repo = SampleRepository.fill(sandbox);

      // Then
      List<Entry> committed = repo.objects("main@");
      assertThat(committed).hasSizeBetween(200, 500);
      assertThat(repo.ranges("main")).hasSizeGreaterThan(3);
      assertThat(repo.object("main@", SampleRepository.LARGE_OBJECT).size())
          .isEqualTo(SampleRepository.LARGE_OBJECT_BYTES);
      assertThat(committed).anyMatch(entry -> entry.size() == 0);
      assertThat(committed).anyMatch(entry -> !entry.metadata().isEmpty());
      assertThat(committed).anyMatch(entry -> entry.path().endsWith("/_SUCCESS"));
      assertThat(repo.objects("main")).isNotEqualTo(committed);
      assertThat(repo.objects("v1")).hasSizeLessThan(committed.size() + 13);
    }
  }

  @Test
  void shouldHaveKeysThatAFolderCanHold() {
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // Given
      Repo repo = SampleRepository.fill(sandbox);

      // When
      TreeSet<String> keys = new TreeSet<>();
      repo.objects("main").forEach(entry -> keys.add(entry.path()));
      repo.objects("main@").forEach(entry -> keys.add(entry.path()));

      // Then
      for (String key : keys) {
        String below = keys.higher(key);
        assertThat(below == null || !below.startsWith(key + "/")).as(key).isTrue();
        assertThat(key.split("/", -1))
            .allMatch(name -> !name.isEmpty() && !name.equals(".") && !name.equals(".."))
            .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES);
      }
    }
  }

  @Test
  void shouldImportAFolder() throws IOException {
    // Given
    Files.createDirectories(folder.resolve("sub dir"));
    Files.writeString(folder.resolve("sub dir/ä.txt"), "one");
    Files.writeString(folder.resolve("top"), "two");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("top"));

    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      // When
      String report = sandbox.importFolder("example", folder);

      // Then
      Repo repo = sandbox.repository("example");
      assertThat(repo.objects("main@"))
          .extracting(Entry::path)
          .containsExactly("sub dir/ä.txt", "top");
      assertThat(repo.read(repo.object("main", "top").location(repo.storageNamespace())))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("two");
      assertThat(report).contains("2 files (6 bytes)", "lakefs://example/main");
    }
  }

  @Test
  void shouldKeepAGivenFolderAndRemoveATemporaryOne() {
    // When
    try (Sandbox sandbox = Sandbox.start(Sandbox.options().folder(folder))) {
      Repo repo = sandbox.createRepository("kept");
      repo.branch("main").put("a", new byte[] {1}, "text/plain", Map.of());
    }

    // Then
    assertThat(folder.resolve("kept/data")).isDirectory();
  }
}
