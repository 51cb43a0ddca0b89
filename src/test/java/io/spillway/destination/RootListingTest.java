package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.ExportId;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootListingTest {
  @TempDir Path temp;

  private Prefix prefix;

  @BeforeEach
  void makePrefix() {
    ExportId id = ExportId.next(Clock.systemUTC(), RandomGenerator.getDefault());
    Stores stores = new Stores(Settings.of(Map.of()));
    prefix = Prefix.of(Location.ofFolder(temp), new Location("nowhere", "x", ""), stores, id);
  }

  @Test
  void shouldListWhatACommitCouldHavePutThere() throws IOException {
    // Given
    put("a/b", "_spillway-not", "_spillwaz/x", "EXPORT_of_data/x", "z");
    put("_spillway/lease/00000001.json", "_spillway/exports/e/export.json", "_spillway/~/of users");
    put("EXPORT_c1_2026-01-01T00:00:00Z_SUCCESS", "EXPORT_c1_2026-01-01T00:00:00Z_FAILURE");

    // When, Then
    assertThat(names(""))
        .containsExactly("EXPORT_of_data/x", "_spillway-not", "_spillwaz/x", "a/b", "z");
    assertThat(names("_spillway/exports/e/export.json")).containsExactly("_spillwaz/x", "a/b", "z");
    assertThat(names("a/b")).containsExactly("z");
    assertThat(names("z")).isEmpty();
  }

  @Test
  void shouldListNothingOfARootThatIsNotThere() throws IOException {
    assertThat(names("")).isEmpty();
  }

  private void put(String... names) throws IOException {
    ObjectStore store = prefix.store();
    for (String name : names) {
      store.write(prefix.key(name), Body.of(new byte[0]), Attributes.NONE);
    }
  }

  private List<String> names(String after) throws IOException {
    List<String> names = new ArrayList<>();
    prefix.objects(Bytes.of(after)).forEachRemaining(found -> names.add(found.name().text()));
    return names;
  }
}
