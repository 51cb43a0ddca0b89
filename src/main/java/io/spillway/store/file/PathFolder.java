package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder by its path, for platforms without folder handles (macOS, Windows). A path that is
 * swapped between the check of {@link FolderTree} and the use is followed here.
 */
record PathFolder(Path path) implements FolderHandle {
  @Override
  public BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  @Override
  public Optional<BasicFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(
              path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public FolderHandle open(String name) throws IOException {
    Path child = path.resolve(name);
    if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(child.toString());
    }
    return new PathFolder(child);
  }

  @Override
  public SeekableByteChannel channel(String name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return Files.newByteChannel(path.resolve(name), all);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  public DirectoryStream<Path> names() throws IOException {
    return Files.newDirectoryStream(path);
  }

  @Override
  public void create(String name, FolderHandle staging) throws IOException {
    try {
      Files.createDirectory(path.resolve(name));
    } catch (FileAlreadyExistsException e) {
      // created meanwhile
    }
  }

  @Override
  public void move(String name, FolderHandle to, String newName) throws IOException {
    Files.move(path.resolve(name), to.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name));
  }

  /**
   * {@inheritDoc} Callers hold the lock of the path, which excludes this process's writers until
   * this method returns.
   */
  @Override
  public boolean removeFolder(String name) {
    try {
      if (!Files.isDirectory(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.delete(path.resolve(name));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isSame(String name, FolderHandle other, String otherName) throws IOException {
    try {
      return Files.isSameFile(path.resolve(name), other.path().resolve(otherName));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() {
    // The folder holds no open resource.
  }
}
