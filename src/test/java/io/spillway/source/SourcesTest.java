package io.spillway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.SpillwayException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {
  @Test
  void shouldFindTheProviderOfAScheme() {
    assertThat(Sources.require("postgres://h/d").help().name()).isEqualTo("postgresql");
    assertThat(Sources.require("testrows://t").help().name()).isEqualTo("testrows");
    assertThat(Sources.find("s3://bucket/postgresql:")).isEmpty();
    assertThat(Sources.find("postgresql")).isEmpty();
    assertThat(Sources.require("lakefs://r/main").help().name()).isEqualTo("lakefs");
    assertThat(Sources.require("postgresql").help().name()).isEqualTo("lakefs");
    assertThatThrownBy(() -> Sources.require("mysql://ann:secret@h/d"))
        .isInstanceOf(SpillwayException.class)
        .hasMessageStartingWith(
            "'mysql://h/d' is not a source: give a repository's name, lakefs://REPO/REF, or"
                + " postgresql://HOST/DB");
  }

  @Test
  void shouldLoadNoLibraryBeforeASourceIsOpened() throws Exception {
    // Given: the project's own classes, without any library
    URL[] own = {SourceProvider.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader loader = new URLClassLoader(own, ClassLoader.getPlatformClassLoader())) {
      Class<?> sources = loader.loadClass(Sources.class.getName());

      // When
      Object found = sources.getMethod("all").invoke(null);
      Object broken = sources.getMethod("broken").invoke(null);

      // Then
      assertThat((List<?>) broken).isEmpty();
      assertThat((List<?>) found).hasSize(2);
    }
  }
}
