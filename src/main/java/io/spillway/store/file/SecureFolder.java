package io.spillway.store.file;

import io.spillway.store.FolderNames;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder by the system's handle ({@code openat} and its relatives): it stays the same folder if
 * its path leads elsewhere.
 */
final class SecureFolder implements FolderHandle {
  private static final Path ITSELF = Path.of(".");

  private final Path path;
  private final SecureDirectoryStream<Path> stream;

  SecureFolder(Path path, SecureDirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
  }

  @Override
  public Optional<BasicFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          stream
              .getFileAttributeView(
                  Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public FolderHandle open(String name) throws IOException {
    return new SecureFolder(
        path.resolve(name), stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public SeekableByteChannel channel(String name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(LinkOption.NOFOLLOW_LINKS);
    return stream.newByteChannel(Path.of(name), all);
  }

  /**
   * {@inheritDoc} Opens the folder again and returns the new stream, because a stream can be
   * iterated only once.
   */
  @Override
  public DirectoryStream<Path> names() throws IOException {
    return stream.newDirectoryStream(ITSELF, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * {@inheritDoc} Java has no {@code mkdirat}, and a path to this folder may be redirected.
   * Therefore the folder is created in the staging folder, to which the user's own path leads, and
   * moved here by handles.
   */
  @Override
  public void create(String name, FolderHandle staging) throws IOException {
    String staged = FolderNames.temporary();
    Files.createDirectory(staging.path().resolve(staged));
    try {
      staging.move(staged, this, name);
    } catch (AtomicMoveNotSupportedException e) {
      boolean unused = staging.removeFolder(staged);
      createByPath(name); // opened by handle next, so a folder created elsewhere is not found
    } catch (FileSystemException e) {
      boolean unused = staging.removeFolder(staged);
      if (attributes(name).isEmpty()) {
        throw e;
      }
    }
  }

  private void createByPath(String name) throws IOException {
    try {
      Files.createDirectory(path.resolve(name));
    } catch (FileAlreadyExistsException e) {
      // created meanwhile
    }
  }

  @Override
  public void move(String name, FolderHandle to, String newName) throws IOException {
    if (!(to instanceof SecureFolder target)) {
      throw new IllegalArgumentException(
          "Invalid target: " + to.path() + " is not a system handle.");
    }
    stream.move(Path.of(name), target.stream, Path.of(newName));
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      stream.deleteFile(Path.of(name));
    } catch (NoSuchFileException e) {
      // already deleted
    }
  }

  @Override
  public boolean removeFolder(String name) {
    try {
      if (attributes(name).filter(BasicFileAttributes::isDirectory).isEmpty()) {
        return false;
      }
      stream.deleteDirectory(Path.of(name));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isSame(String name, FolderHandle other, String otherName) throws IOException {
    Optional<Object> key = attributes(name).map(BasicFileAttributes::fileKey);
    return key.isPresent()
        && key.equals(other.attributes(otherName).map(BasicFileAttributes::fileKey));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
