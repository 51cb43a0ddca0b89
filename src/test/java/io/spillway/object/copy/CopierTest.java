package io.spillway.object.copy;

import static io.spillway.store.FaultyStore.Fault.DENIED;
import static io.spillway.store.FaultyStore.Fault.LOST_ANSWER;
import static io.spillway.store.FaultyStore.Fault.LOST_REQUEST;
import static io.spillway.store.FaultyStore.Fault.SLOW_DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.object.Entry;
import io.spillway.object.ReadMode;
import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.RequestKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopierTest extends CopierStores {
  @Test
  void shouldCopyInsideTheStoreWithOneRequest() throws IOException {
    // Given
    Entry entry = put("a", "content");

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
    assertThat(outMemory.stat("root/a").orElseThrow().attributes())
        .isEqualTo(new Attributes("text/plain", OWNER));
    assertThat(outRequests.requests()).hasSize(1);
    assertThat(lakeRequests.requests()).isEmpty();
  }

  @Test
  void shouldEndRightWhenTheAnswerToACommittedCopyIsLost() throws IOException {
    // Given
    Entry entry = put("a", "content");
    out.inject(LOST_ANSWER, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(out.fired()).isEqualTo(1);
    assertThat(outcome).isInstanceOf(Outcome.Copied.class);
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldEndRightWhenTheAnswerToACommittedWriteIsLost() throws IOException {
    // Given
    Entry entry = put("a", "content");
    stream();
    out.inject(LOST_ANSWER, RequestKind.WRITE, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(out.fired()).as("the denied copy and the lost answer").isEqualTo(2);
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldNotTakeWhatWasThereBeforeForALostWrite() throws IOException {
    // Given: the same bytes, but without the metadata
    Entry entry = put("a", "content");
    outMemory.write("root/a", body("content"), Attributes.ofType("text/plain"));
    out.inject(LOST_REQUEST, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void shouldNameAKeyThatTheStoreRefuses() {
    // Given
    Entry entry = put("a", "content");
    out.refuse("root/a");

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(((Outcome.Failed) outcome).key()).isEqualTo("a");
    assertThat(((Outcome.Failed) outcome).reason()).contains("503");
  }

  @Test
  void shouldStreamWhenTheCopyIsDeniedAndRememberItForTheBucket() throws IOException {
    // Given
    Entry first = put("a", "content");
    Entry second = put("b", "more content");
    out.inject(DENIED, RequestKind.COPY, key -> true);
    Copier copier = copier();

    // When
    Outcome one = copier.copy(first);
    Outcome two = copier.copy(second);

    // Then
    assertThat(one).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(two).isEqualTo(new Outcome.Copied(12, Proof.CHECKSUM, List.of()));
    assertThat(outRequests.count(RequestKind.COPY)).as("tried once").isEqualTo(1);
    assertThat(arrived("b")).isEqualTo("more content");
  }

  @Test
  void shouldKeepCopyingInsideTheStoreWhenASingleKeyIsDenied() throws IOException {
    // Given
    Entry first = put("a", "content");
    Entry denied = put("denied", "content");
    Entry last = put("z", "content");
    out.inject(DENIED, RequestKind.COPY, key -> key.endsWith("denied"));
    Copier copier = copier();

    // When
    copier.copy(first);
    Outcome outcome = copier.copy(denied);
    copier.copy(last);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Copied.class);
    assertThat(arrived("denied")).isEqualTo("content");
    assertThat(outRequests.keys(RequestKind.COPY))
        .containsExactly("root/a", "root/denied", "root/z");
    assertThat(outRequests.keys(RequestKind.WRITE)).containsExactly("root/denied");
  }

  @Test
  void shouldReadThroughTheServerWhenTheStorageIsDenied() throws IOException {
    // Given
    Entry entry = put("a", "content");
    stream();
    lake.inject(DENIED, RequestKind.OPEN, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(arrived("a")).isEqualTo("content");
  }

  @Test
  void shouldFailWhenTheContentIsAnotherThanTheCommits() throws IOException {
    // Given
    Entry entry = put("a", "content");
    lakeMemory.write("repo/data/a", body("CONTENT"), Attributes.NONE);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(((Outcome.Failed) outcome).reason()).contains("changed since the commit");
    assertThat(outMemory.stat("root/a")).isEmpty();
  }

  @Test
  void shouldTellASlowServerFromADeniedOne() throws IOException {
    // Given
    Entry entry = put("a", "content");
    out.inject(SLOW_DOWN, RequestKind.COPY, key -> true);

    // When
    Outcome outcome = copier().copy(entry);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outRequests.count(RequestKind.WRITE)).as("no other way is tried").isZero();
  }

  @Test
  void shouldCopyAnEmptyObjectInEveryWay() throws IOException {
    // Given
    Entry empty = put("empty", "");

    // When
    Outcome inside = copier().copy(empty);
    stream();
    Outcome streamed = copier().copy(empty);

    // Then
    assertThat(List.of(inside, streamed))
        .containsOnly(new Outcome.Copied(0, Proof.CHECKSUM, List.of()));
  }

  @Test
  void shouldReadInNoOtherWayThanIsAllowed() throws IOException {
    // Given
    Entry entry = put("a", "content");

    // When
    Outcome through = copier(ReadMode.LAKEFS).copy(entry);
    boolean touched = !lakeRequests.requests().isEmpty();
    lake.inject(DENIED, RequestKind.OPEN, key -> true);
    stream();
    Copier ours = copier(ReadMode.STORAGE);
    Outcome denied = ours.copy(entry);
    Outcome linked = copier(ReadMode.PRESIGNED).copy(entry);

    // Then
    assertThat(through).isEqualTo(new Outcome.Copied(7, Proof.CHECKSUM, List.of()));
    assertThat(touched).isFalse();
    assertThat(denied).isInstanceOf(Outcome.Failed.class);
    assertThat(ours.remarks()).isEmpty();
    assertThat(((Outcome.Failed) linked).reason()).contains("--read=presigned");
  }

  @Test
  void shouldRemarkOnceOnWhatItChose() throws IOException {
    // Given
    Entry one = put("a", "content");
    Entry two = put("b", "content, too");
    lake.inject(DENIED, RequestKind.OPEN, key -> true);
    stream();
    Copier copier = copier();

    // When
    copier.inTask(2, true).copy(one);
    copier.inTask(2, true).copy(two);

    // Then
    assertThat(copier.remarks())
        .containsOnlyKeys("objects from memory://copier-lake/ go through the workers and lakeFS");
  }
}
