package io.spillway.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.CopyContract;
import io.spillway.store.ObjectStore;
import io.spillway.store.TestGuard;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends CopyContract {
  private final MemoryStore store = new MemoryStore("bucket");
  private final MemoryStore other = new MemoryStore("other");

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore other() {
    return other;
  }

  @Override
  protected ObjectStore guardedBy(TestGuard guard) {
    return new MemoryStore("bucket", guard);
  }

  @Override
  protected boolean tellsAges() {
    return false;
  }

  @Override
  protected String key(String name) {
    return "prefix/" + name;
  }

  @Test
  void shouldFindANamedContainerAgain() {
    assertThat(MemoryStore.named("x"))
        .isSameAs(MemoryStore.named("x"))
        .isNotSameAs(MemoryStore.named("y"));
  }
}
