package io.spillway.sandbox;

import io.spillway.store.Attributes;
import io.spillway.store.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An import that copies a folder's files into a repository. */
final class FolderImport {
  private FolderImport() {}

  /**
   * Commits every regular file below the folder to {@code main}, each under its path in the folder;
   * does not follow symbolic links.
   *
   * @return a sentence that describes the import
   */
  static String into(Repo repo, Path folder) throws IOException {
    List<Path> files = files(folder);
    Branch main = repo.branch("main");
    long bytes = 0;
    for (Path file : files) {
      FileContent content = new FileContent(file, Files.size(file));
      main.put(key(folder, file), content, Attributes.ofType(Branch.UNTYPED));
      bytes += content.size();
    }
    if (files.isEmpty()) {
      return "There is nothing to import in " + folder + "; repository " + repo.id() + " is empty.";
    }
    String commit = main.commit("Import of " + folder.getFileName());
    String what = files.size() + " files (" + bytes + " bytes) of " + folder;
    return "Imported " + what + " into lakefs://" + repo.id() + "/main, commit " + commit + ".";
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList();
    } catch (UncheckedIOException e) {
      throw new IOException("Cannot read all of " + folder, e);
    }
  }

  private static String key(Path folder, Path file) {
    StringBuilder key = new StringBuilder();
    for (Path name : folder.relativize(file)) {
      key.append(key.length() == 0 ? "" : "/").append(name);
    }
    return key.toString();
  }

  private record FileContent(Path file, long size) implements Body {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
