package io.spillway.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.store.Attributes;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a store makes sure that a copy was made of the object that was asked for. */
class S3CopyGuardsTest extends AnsweredStore {
  private static final String OF_PARTS = "0512cff0000000000000000000000000-2";
  private static final String OF_COPY = "ffffffffffffffffffffffffffffffff";

  @Test
  void shouldAskOnceWhetherTheServerRefusesOtherTags() throws IOException {
    // Given: it does; the copy of an object in parts has a tag that proves nothing
    answers = List.of(copied(OF_COPY), error(412, "PreconditionFailed"), copied(OF_COPY));

    // When
    store.copy(store, "a", OF_PARTS, 3, "b", Attributes.NONE);
    store.copy(store, "a", OF_PARTS, 3, "c", Attributes.NONE);

    // Then
    assertThat(got).hasSize(3);
    assertThat(guard(1)).isEqualTo("\"" + "0".repeat(32) + "\"");
    assertThat(got.get(1).getRequestURI()).hasToString("/bucket/b");
    assertThat(guard(2)).isEqualTo("\"" + OF_PARTS + "\"");
  }

  @Test
  void shouldAskNothingWhereTheServerHasRefusedATagBefore() throws IOException {
    // Given
    answers = List.of(error(412, "PreconditionFailed"), copied(OF_COPY));

    // When
    assertThat(copyFailure().reason()).isEqualTo(Reason.CHANGED);
    store.copy(store, "a", OF_PARTS, 3, "b", Attributes.NONE);

    // Then
    assertThat(got).hasSize(2);
  }

  @Test
  void shouldAskNothingWhereTheCopysTagIsTheOneThatWasAskedFor() throws IOException {
    answer = copied(MD5_OF_ABC);
    store.copy(store, "a", MD5_OF_ABC, 3, "b", Attributes.NONE);
    assertThat(got).hasSize(1);
  }

  @Test
  void shouldLookAtTheSourcesTagWhereTheServerIgnoresWhichIsAskedFor() throws IOException {
    // Given: copy, question, HEAD; copy, HEAD of an object that was changed
    answers =
        List.of(
            copied(OF_COPY), copied(OF_COPY), headed(OF_PARTS), copied(OF_COPY), headed(OF_COPY));

    // When
    store.copy(store, "a", OF_PARTS, 3, "b", Attributes.NONE);
    StoreException changed =
        failure(() -> store.copy(store, "a", OF_PARTS, 3, "b", Attributes.NONE));

    // Then
    assertThat(changed.reason()).isEqualTo(Reason.CHANGED);
    assertThat(changed).hasMessageContaining("its tag is " + OF_COPY);
    assertThat(got)
        .extracting(HttpExchange::getRequestMethod)
        .containsExactly("PUT", "PUT", "HEAD", "PUT", "HEAD");
  }

  @Test
  void shouldNotTakeAnotherPlainTagForTheObjectThatWasAskedFor() {
    // Given: a server that ignores the condition, and an object that was changed
    answers = List.of(copied(OF_COPY), copied(OF_COPY), headed(OF_COPY));

    // When, Then
    assertThat(copyFailure().reason()).isEqualTo(Reason.CHANGED);
  }

  private static Answer copied(String tag) {
    return new Answer(200, "<CopyObjectResult><ETag>\"" + tag + "\"</ETag></CopyObjectResult>");
  }

  private static Answer headed(String tag) {
    return new Answer(200, "", "ETag", "\"" + tag + "\"", "Content-Length", "3");
  }

  private String guard(int request) {
    return got.get(request).getRequestHeaders().getFirst("x-amz-copy-source-if-match");
  }
}
