package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.CopyContract;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Stores;
import io.spillway.store.TestGuard;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stores' contract on an S3 server, with parts as small as S3 takes them. */
abstract class S3StoreContract extends CopyContract {
  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final long MIB = 1 << 20;

  private final String prefix =
      "t" + TESTS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36) + "/";
  private ObjectStore store;
  private ObjectStore other;

  /** What reaches the server. */
  protected abstract Map<String, String> settings();

  @BeforeEach
  void open() {
    S3Server.makeBucket(settings(), "spillway-to");
    S3Server.makeBucket(settings(), "spillway-from");
    S3Limits limits = new S3Limits(5 * MIB, 12 * MIB, 5 * MIB, 16 * MIB);
    store = S3Store.open(Location.parse("s3://spillway-to/"), Settings.of(settings()), limits);
    other = S3Store.open(Location.parse("s3a://spillway-from/"), Settings.of(settings()), limits);
  }

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
    Settings guarded = new Stores(Settings.of(settings())).guardedBy(guard.reference()).settings();
    return S3Store.open(
        Location.parse("s3://spillway-to/"),
        guarded,
        new S3Limits(5 * MIB, 12 * MIB, 5 * MIB, 16 * MIB));
  }

  @Override
  protected String key(String name) {
    return prefix + name;
  }

  /** Around one part, and more than two. */
  @Override
  protected List<Integer> sizes() {
    int part = (int) (10 * MIB);
    return List.of(1, 65_537, part, part + 1, 2 * part + 17);
  }

  @Test
  protected void shouldCopyALargeObjectInParts() throws IOException {
    // Given
    byte[] content = new byte[(int) (13 * MIB)];
    new java.util.Random(2).nextBytes(content);
    WrittenObject source = other.write(key("from"), Body.of(content), Attributes.NONE);

    // When
    WrittenObject copied =
        store.copy(other, key("from"), source.etag(), content.length, key("to"), TEXT);

    // Then
    assertThat(copied.etag()).endsWith("-3").isEqualTo(store.stat(key("to")).orElseThrow().etag());
    assertThat(store.stat(key("to")).orElseThrow().attributes()).isEqualTo(TEXT);
    try (InputStream stream = store.open(key("to"), 0).stream()) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  protected void shouldCopyNoPartOfWhatChanged() throws IOException {
    // Given
    byte[] content = new byte[(int) (13 * MIB)];
    WrittenObject source = other.write(key("from"), Body.of(content), Attributes.NONE);

    // When, Then
    assertThat(
            reason(
                () ->
                    store.copy(
                        other, key("from"), "0".repeat(32), content.length, key("to"), TEXT)))
        .isEqualTo(Reason.CHANGED);
    assertThat(
            reason(
                () ->
                    store.copy(
                        other, key("from"), source.etag(), content.length - 1, key("to"), TEXT)))
        .isEqualTo(Reason.CHANGED);
    assertThat(store.stat(key("to"))).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNoBucket() {
    ObjectStore none =
        S3Store.open(
            Location.parse("s3://spillway-none/"), Settings.of(settings()), S3Limits.DEFAULT);
    assertThat(reason(() -> none.open("a", 0))).isEqualTo(Reason.NO_CONTAINER);
    assertThat(reason(() -> none.write("a", Body.of(bytes("a")), Attributes.NONE)))
        .isEqualTo(Reason.NO_CONTAINER);
  }

  @Test
  void shouldPresign() throws IOException {
    // Given
    String key = key("odd + name %41 ü.txt");
    store.write(key, Body.of(bytes("hello")), TEXT);

    // When, Then
    try (InputStream stream =
        ((S3Store) store).presign(key, Duration.ofMinutes(1)).toURL().openStream()) {
      assertThat(stream.readAllBytes()).isEqualTo(bytes("hello"));
    }
  }
}
