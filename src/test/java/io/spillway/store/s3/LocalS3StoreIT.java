package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What local-s3 gets wrong is overridden below, which takes it out of the contract. */
class LocalS3StoreIT extends S3StoreContract {
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(S3Server.Kind.LOCAL_S3);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected Map<String, String> settings() {
    return server.settings();
  }

  /** It ignores {@code If-None-Match}. */
  @Override
  protected void shouldCreateOnlyWhatIsNotThere() {}

  /** It ignores {@code If-None-Match}. */
  @Override
  protected void shouldLetOneOfManyCreate() {}

  /** It drops the content type of a copy. */
  @Override
  protected void shouldCopyWithOtherAttributes() {}

  /** It drops the content type of a copy. */
  @Override
  protected void shouldCopyWithoutMetadata() {}

  /**
   * It ignores {@code x-amz-copy-source-if-match}: what was copied is there, and is not called the
   * object that was asked for.
   */
  @Test
  @Override
  protected void shouldCopyNothingThatChanged() throws IOException {
    WrittenObject before = other().write(key("from"), Body.of(bytes("before")), Attributes.NONE);
    other().write(key("from"), Body.of(bytes("after!")), Attributes.NONE);
    for (String tag : List.of(before.etag(), before.etag() + "-2")) {
      assertThat(reason(() -> store().copy(other(), key("from"), tag, 6, key("to"), TEXT)))
          .isEqualTo(Reason.CHANGED);
    }
  }

  /** It cannot copy parts. */
  @Override
  protected void shouldCopyALargeObjectInParts() {}

  /** It cannot copy parts. */
  @Override
  protected void shouldCopyNoPartOfWhatChanged() {}

  /** It takes the last slash from a copy's source. */
  @Override
  protected void shouldHoldObjectsThatLookLikeFolders() {}

  /** It sorts as Java does. */
  @Override
  protected void shouldListCharactersOfFourBytesLast() {}

  /** It gives the length of its answer in characters when it repeats such a key. */
  @Override
  protected void shouldListOnlyWhatComesAfterAKeyThatIsNotAscii() {}
}
