package io.spillway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.request.Conduct;
import io.spillway.store.Stores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorGuardTest {
  private static final Conduct MIRROR = Conduct.DEFAULT.mirroring();
  private static final Stores STORES = new Stores(Settings.of(Map.of()));

  private static DestinationContext place(String root, String namespace) {
    return DestinationContext.of(
        Location.parse(root).asRoot(), Optional.empty(), Location.parse(namespace), STORES);
  }

  private static SpillwayException refusal(DestinationContext place, Conduct conduct) {
    return catchThrowableOfType(SpillwayException.class, () -> MirrorGuard.check(place, conduct));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "s3a://bucket/", "hdfs://host:8020/", "file:///"})
  void shouldAskForForceWhereTheRootIsAllThereIs(String root) {
    DestinationContext place = place(root, "s3://lake/repo");

    assertThat(refusal(place, MIRROR).kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal(place, MIRROR)).hasMessageContaining("--force");
    assertThatCode(() -> MirrorGuard.check(place, MIRROR.forcing())).doesNotThrowAnyException();
    assertThatCode(() -> MirrorGuard.check(place, Conduct.DEFAULT)).doesNotThrowAnyException();
  }

  @Test
  void shouldAskForForceWhereTheUsersHomeIs() {
    // Given
    Path home = Path.of(System.getProperty("user.home"));
    DestinationContext at = place(Location.ofFolder(home).toString(), "s3://lake/repo");
    DestinationContext below =
        place(Location.ofFolder(home.resolve("exports")).toString(), "s3://lake/repo");

    // When, Then
    assertThat(refusal(at, MIRROR)).hasMessageContaining("your home");
    assertThatCode(() -> MirrorGuard.check(at, MIRROR.forcing())).doesNotThrowAnyException();
    assertThatCode(() -> MirrorGuard.check(below, MIRROR)).doesNotThrowAnyException();
  }

  @Test
  void shouldNeverDeleteTheRepositorysOwnStorage() {
    DestinationContext above = place("s3a://lake/all", "s3://lake/all/repo");
    DestinationContext beside = place("s3://lake/exports", "s3://lake/exports-not");

    assertThat(refusal(above, MIRROR.forcing()).kind()).isEqualTo(SpillwayException.Kind.REFUSED);
    assertThat(refusal(above, MIRROR.forcing())).hasMessageContaining("s3://lake/all/repo");
    assertThatCode(() -> MirrorGuard.check(beside, MIRROR)).doesNotThrowAnyException();
  }
}
