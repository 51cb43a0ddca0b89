package io.spillway.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.base.Location;
import io.spillway.store.Body;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does on file systems that can less. */
class FileWriterTest {
  private static final Location CONTAINER = new Location("file", "", "");

  private @TempDir Path folder;

  private FileWriter writer(Optional<Path> temporary, Publication.Linker linker) {
    FileNames names = new FileNames(CONTAINER, Path.of("/"), Optional.of(folder));
    return new FileWriter(
        names,
        new FileErrors(CONTAINER),
        new FolderTree(names),
        temporary,
        linker,
        ForcedWrites.INSTANCE);
  }

  private static Path noLinks(Path link, Path existing) throws IOException {
    throw new FileSystemException(link.toString(), existing.toString(), "Operation not permitted");
  }

  @Test
  void shouldCreateOnceWhereThereAreNoHardLinks() throws Exception {
    FileWriter writer = writer(Optional.empty(), FileWriterTest::noLinks);
    for (int round = 0; round < 50; round++) {
      // Given
      Path target = folder.resolve("lease-" + round);
      ExecutorService threads = Executors.newFixedThreadPool(4);

      // When
      List<Future<Boolean>> made = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        byte[] content = ("creator " + i).getBytes(UTF_8);
        made.add(threads.submit(() -> writer.create("lease", target, content)));
      }

      // Then
      List<Boolean> winners = new ArrayList<>();
      for (Future<Boolean> one : made) {
        winners.add(one.get());
      }
      threads.shutdown();
      assertThat(winners).containsOnlyOnce(true);
      assertThat(target).hasContent("creator " + winners.indexOf(true));
    }
    assertThat(files()).hasSize(50);
  }

  @Test
  void shouldKnowItsOwnLinkWhenTheAnswerWasLost() throws IOException {
    FileWriter writer =
        writer(
            Optional.empty(),
            (link, existing) -> {
              Files.createLink(link, existing);
              return Files.createLink(link, existing);
            });
    assertThat(writer.create("a", folder.resolve("a"), new byte[1])).isTrue();
    assertThat(writer.create("a", folder.resolve("a"), new byte[1])).isFalse();
  }

  @Test
  void shouldPublishFromAnotherFileSystem() throws IOException {
    // Given
    Path elsewhere = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(elsewhere)
            && !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)));
    Path temporary = Files.createTempDirectory(elsewhere, "spillway-test-");
    FileWriter writer = writer(Optional.of(temporary), Files::createLink);

    // When
    writer.write("a", folder.resolve("a"), Body.of("one".getBytes(UTF_8)));
    writer.write("a", folder.resolve("a"), Body.of("two".getBytes(UTF_8)));
    boolean created = writer.create("b", folder.resolve("b"), "b".getBytes(UTF_8));

    // Then
    assertThat(folder.resolve("a")).hasContent("two");
    assertThat(created).isTrue();
    assertThat(writer.create("b", folder.resolve("b"), "x".getBytes(UTF_8))).isFalse();
    assertThat(files()).containsExactly("a", "b");
    Files.delete(temporary);
  }

  @Test
  void shouldRefuseANameThatAnotherFileAnswersTo() throws IOException {
    // Given
    FileNames names = new FileNames(CONTAINER, Path.of("/"), Optional.of(folder));
    FileWriter writer =
        new FileWriter(
            names,
            new FileErrors(CONTAINER),
            new FolderTree(
                names, FolderHandle::open, FileWriterTest::isUpperCase, FolderCache.SHARED),
            Optional.empty(),
            Files::createLink,
            UnforcedWrites.INSTANCE);
    Files.writeString(folder.resolve("README"), "first");
    Files.createLink(folder.resolve("readme"), folder.resolve("README"));

    // When
    StoreException refusal =
        catchThrowableOfType(
            StoreException.class,
            () -> writer.write("readme", folder.resolve("readme"), Body.of(new byte[1])));

    // Then
    assertThat(refusal.reason()).isEqualTo(StoreException.Reason.UNFIT);
    assertThat(refusal).hasMessageContaining("takes 'readme' for another name");
    assertThat(folder.resolve("README")).hasContent("first");
  }

  /** As if the folder held the one name only and answered to the other. */
  private static boolean isUpperCase(FolderHandle folder, String name) {
    return !name.equalsIgnoreCase("readme") || name.equals("README");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldNeverRemoveAFileThatStandsWhereAFolderWas() throws IOException {
    // Given: "p/a" was published while "p/a/b" was being written
    FileWriter writer = writer(Optional.empty(), Files::createLink);
    Path published =
        Files.writeString(Files.createDirectory(folder.resolve("p")).resolve("a"), "x");

    // When: the one that lost tidies up behind itself
    assertThat(writer.prune(published.resolve("b"))).isEmpty();

    // Then
    assertThat(published).exists();
  }

  @Test
  void shouldLoseNoPublishedFileWhenAKeyAndOneBelowItRace() throws Exception {
    // Given
    FileWriter writer = writer(Optional.empty(), Files::createLink);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 500; round++) {
        Path above = folder.resolve("r" + round).resolve("a");
        Path below = above.resolve("b");

        // When
        Future<Boolean> first = threads.submit(() -> published(writer, above));
        Future<Boolean> second = threads.submit(() -> published(writer, below));

        // Then
        boolean aboveDone = first.get();
        boolean belowDone = second.get();
        assertThat(Files.isRegularFile(above)).isEqualTo(aboveDone);
        assertThat(Files.isRegularFile(below)).isEqualTo(belowDone);
        assertThat(aboveDone || belowDone).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean published(FileWriter writer, Path target) throws IOException {
    try {
      writer.write(target.toString().substring(1), target, Body.of(new byte[] {1}));
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
