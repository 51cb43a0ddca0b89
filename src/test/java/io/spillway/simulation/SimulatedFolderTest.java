package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.ObjectStoreContract;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.TestGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The folder of the simulation promises what all stores promise, and what only folders do. */
class SimulatedFolderTest extends ObjectStoreContract {
  private static final Setting SETTING =
      new Setting("folder", true, List.of(), Map.of(), 7, 1 << 30);

  private final World world = new World(SETTING, 1);

  @AfterEach
  void end() {
    world.close();
  }

  @Override
  protected ObjectStore store() {
    return new SimulatedStores()
        .open(new Location("file", "folder", ""), SETTING.stores().settings());
  }

  @Override
  protected ObjectStore guardedBy(TestGuard guard) {
    return new SimulatedStores()
        .open(
            new Location("file", "folder", ""),
            SETTING.stores().guardedBy(guard.reference()).settings());
  }

  @Override
  protected String key(String name) {
    return "prefix/" + name;
  }

  @Test
  void shouldHoldNoFileBesideAFolderOfItsName() throws IOException {
    // Given
    store().write(key("a"), Body.of(bytes("a")), Attributes.NONE);
    store().write(key("b/c/d"), Body.of(bytes("d")), Attributes.NONE);

    // When, Then
    for (String name : List.of("a/x", "b", "b/c")) {
      assertThat(reason(() -> store().write(key(name), Body.of(bytes("x")), Attributes.NONE)))
          .isEqualTo(Reason.REFUSED);
    }
    assertThat(inTheWay("a/x")).containsExactly(key("a"));
    assertThat(inTheWay("b")).containsExactly(key("b/c/d"));
  }

  private List<String> inTheWay(String name) throws IOException {
    List<String> keys = new ArrayList<>();
    store().inTheWay(key(name)).forEachRemaining((StoredObject object) -> keys.add(object.key()));
    return keys;
  }
}
