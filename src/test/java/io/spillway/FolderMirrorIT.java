package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportOptions;
import io.spillway.report.ExportReport;
import io.spillway.request.Conduct;
import io.spillway.request.MaxDelete;
import io.spillway.testing.Folder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror in a folder: links, files that are nobody's, folders that become empty. */
class FolderMirrorIT extends RepeatedExports {
  @TempDir Path temp;

  private Folder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(Files.createDirectories(temp.resolve("out")));
  }

  private ExportReport mirror() {
    Conduct conduct = Conduct.DEFAULT.mirroring().with(MaxDelete.parse("100%"));
    return exporter(repo, folder.uri(), ExportOptions.DEFAULT.with(conduct))
        .exportAllFromBranch("main");
  }

  private Path write(String name) throws IOException {
    Path file = folder.path().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private void shouldHoldTheCommit() throws IOException {
    Map<String, String> there = new TreeMap<>();
    folder
        .objects()
        .forEach((key, content) -> there.put(key, new String(content, StandardCharsets.UTF_8)));
    assertThat(there).isEqualTo(contents("main"));
  }

  @Test
  void shouldDeleteFilesWithTheFoldersThatBecomeEmpty() throws IOException {
    // Given
    putMany(12);
    main.commit("first");
    write(".DS_Store");
    write("k/.DS_Store");
    write("old/deep/er/1");
    Files.createDirectories(folder.path().resolve("was empty"));

    // When
    ExportReport report = mirror();

    // Then
    assertThat(report.mirrored()).isEqualTo(3);
    shouldHoldTheCommit();
    assertThat(folder.path().resolve("old")).doesNotExist();
    assertThat(folder.path().resolve("was empty")).as("no object was in it").isDirectory();
  }

  @Test
  void shouldLeaveLinksAndWhatTheyLeadToAlone() throws IOException {
    // Given
    putMany(12);
    main.commit("first");
    Path theirs =
        Files.writeString(Files.createDirectories(temp.resolve("theirs")).resolve("1"), "x");
    Path toFile = Files.createSymbolicLink(folder.path().resolve("file"), theirs);
    Path toFolder = Files.createSymbolicLink(folder.path().resolve("k2"), theirs.getParent());

    // When
    ExportReport report = mirror();

    // Then
    assertThat(report.mirrored()).isZero();
    assertThat(theirs).hasContent("x");
    assertThat(Files.exists(toFile, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.exists(toFolder, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void shouldMirrorThroughALinkThatIsTheRoot() throws IOException {
    // Given
    putMany(12);
    main.commit("first");
    write("extra");
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder.path());
    Conduct conduct = Conduct.DEFAULT.mirroring().with(MaxDelete.parse("100%"));

    // When
    exporter(repo, "file://" + link, ExportOptions.DEFAULT.with(conduct))
        .exportAllFromBranch("main");

    // Then
    shouldHoldTheCommit();
  }

  @Test
  void shouldMakeRoomForAFolderAndForAFile() throws IOException {
    // Given: a folder cannot hold a file and a folder of one name
    putMany(12);
    put("a/b", "needs the folder a");
    put("c", "is a file");
    main.commit("first");
    write("a");
    write("c/1");
    write("c/d/2");

    // When
    ExportReport report = mirror();

    // Then
    assertThat(report.success()).isTrue();
    shouldHoldTheCommit();
  }
}
