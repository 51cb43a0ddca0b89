package io.spillway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store promises to a {@link WriteGuard}, and of the age of objects. */
public abstract class GuardedWriteContract extends OpenWriteContract {
  /** The same store, changing nothing without the guard's permission. */
  protected abstract ObjectStore guardedBy(TestGuard guard);

  /** Whether the store tells how old objects are. */
  protected boolean tellsAges() {
    return true;
  }

  @Test
  void shouldChangeNothingOnceThePermissionHasLapsed() throws IOException {
    try (TestGuard guard = new TestGuard()) {
      // Given
      ObjectStore guarded = guardedBy(guard);
      byte[] content = bytes("after");
      guarded.write(key("there"), Body.of(bytes("before")), Attributes.NONE);
      OpenWrite full = guarded.begin(key("new/full"), Attributes.NONE);
      full.write(content);
      OpenWrite open = guarded.begin(key("new/open"), Attributes.NONE);

      // When
      guard.lapse();

      // Then
      List<ThrowingCallable> changes =
          List.of(
              () -> guarded.write(key("there"), Body.of(content), Attributes.NONE),
              () -> guarded.write(key("new/written"), Body.of(content), Attributes.NONE),
              () -> guarded.create(key("new/created"), content, Attributes.NONE),
              () -> guarded.delete(key("there")),
              full::commit,
              () -> {
                open.write(content);
                open.commit();
              },
              () -> {
                try (OpenWrite late = guarded.begin(key("new/late"), Attributes.NONE)) {
                  late.write(content);
                  late.commit();
                }
              });
      for (ThrowingCallable change : changes) {
        assertThat(catchThrowableOfType(StoreException.class, change))
            .as("change %s", changes.indexOf(change))
            .hasMessageContaining("the lease is lost.")
            .extracting(StoreException::reason)
            .isEqualTo(Reason.LAPSED);
      }
      shouldDeleteNoneTogether(guarded, List.of(key("there"), key("not/there")));
      assertThat(guarded.stat(key("there"))).as("reading needs no permission").isPresent();
      assertThat(read(guarded, key("there"))).isEqualTo("before");
      assertThat(guarded.list(key("new/")).hasNext()).isFalse();
    }
  }

  /** A store that deletes one after the other tells of each. */
  private static void shouldDeleteNoneTogether(ObjectStore guarded, List<String> keys)
      throws IOException {
    try {
      assertThat(guarded.delete(keys)).extracting(NotDeleted::key).contains(keys.get(0));
    } catch (StoreException e) {
      assertThat(e.reason()).isEqualTo(Reason.LAPSED);
    }
  }

  @Test
  void shouldTellHowOldAnObjectIs() throws IOException {
    // Given
    store().write(key("aged"), Body.of(bytes("x")), Attributes.NONE);

    // When, Then: rounded up, and the clocks of a store are its own
    assertThat(store().age(key("absent"))).isEmpty();
    if (tellsAges()) {
      assertThat(store().age(key("aged")).orElseThrow())
          .isBetween(Duration.ZERO, Duration.ofSeconds(60));
      assertThat(names("")).containsExactly("aged");
    }
  }
}
