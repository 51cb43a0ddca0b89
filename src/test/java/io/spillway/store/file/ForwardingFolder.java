package io.spillway.store.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A folder in front of another, to be overridden where it differs. */
abstract class ForwardingFolder implements FolderHandle {
  private final FolderHandle inner;

  ForwardingFolder(FolderHandle inner) {
    this.inner = inner;
  }

  final FolderHandle inner() {
    return inner;
  }

  @Override
  public Path path() {
    return inner.path();
  }

  @Override
  public BasicFileAttributes attributes() throws IOException {
    return inner.attributes();
  }

  @Override
  public Optional<BasicFileAttributes> attributes(String name) throws IOException {
    return inner.attributes(name);
  }

  @Override
  public FolderHandle open(String name) throws IOException {
    return inner.open(name);
  }

  @Override
  public SeekableByteChannel channel(String name, OpenOption... options) throws IOException {
    return inner.channel(name, options);
  }

  @Override
  public DirectoryStream<Path> names() throws IOException {
    return inner.names();
  }

  @Override
  public void create(String name, FolderHandle staging) throws IOException {
    inner.create(name, staging);
  }

  @Override
  public void move(String name, FolderHandle to, String newName) throws IOException {
    inner.move(name, to, newName);
  }

  @Override
  public void delete(String name) throws IOException {
    inner.delete(name);
  }

  @Override
  public boolean removeFolder(String name) {
    return inner.removeFolder(name);
  }

  @Override
  public boolean isSame(String name, FolderHandle other, String otherName) throws IOException {
    return inner.isSame(name, other, otherName);
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }
}
