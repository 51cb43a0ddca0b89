package io.spillway.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The one step by which a finished file gets its name, in place of another or if it is free. */
final class Publication {
  private final Linker linker;

  /** {@link Files#createLink}, or its like. */
  interface Linker {
    Path link(Path link, Path existing) throws IOException;
  }

  /** Permission to take the next step, asked for where the step before took long. */
  interface Permission {
    void check() throws IOException;
  }

  /** A name that a file is to get, and how it gets it. */
  record Goal(OpenFolder folder, String name, Durability durability, Permission permission) {
    FolderHandle handle() {
      return folder.handle();
    }
  }

  Publication(Linker linker) {
    this.linker = linker;
  }

  /** Renames the file, in place of one that may be there. Always returns true. */
  boolean rename(UnfinishedFile unfinished, Goal goal) throws IOException {
    try {
      unfinished.folder().move(unfinished.name(), goal.handle(), goal.name());
    } catch (AtomicMoveNotSupportedException e) {
      renameFromAfar(unfinished, goal);
    }
    return true;
  }

  /** The folder of temporary names turned out to be on another file system. */
  private static void renameFromAfar(UnfinishedFile unfinished, Goal goal) throws IOException {
    String neighbour = FileNames.temporary();
    try {
      copy(unfinished, goal.handle(), neighbour, goal.durability());
      goal.permission().check();
      goal.handle().move(neighbour, goal.handle(), goal.name());
      unfinished.folder().delete(unfinished.name());
    } finally {
      goal.handle().delete(neighbour);
    }
  }

  private static void copy(
      UnfinishedFile from, FolderHandle folder, String name, Durability durability)
      throws IOException {
    try (SeekableByteChannel in = from.folder().channel(from.name(), StandardOpenOption.READ);
        SeekableByteChannel out =
            folder.channel(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(FileWriter.MOST_BUFFER_BYTES);
      while (in.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          int unused = out.write(buffer);
        }
        buffer.clear();
      }
      durability.file(out, folder.path().resolve(name));
    }
  }

  /**
   * Links the file to its name, unless the name is taken.
   *
   * @return whether the name is this file's
   */
  boolean link(UnfinishedFile unfinished, Goal goal) throws IOException {
    Path link = goal.folder().path().resolve(goal.name());
    try {
      Path unused = linker.link(link, unfinished.path());
    } catch (FileAlreadyExistsException e) {
      // A network file system can lose the answer and find its own link when it asks again.
      return isOurs(unfinished, goal);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return claim(unfinished, goal);
    }
    if (isOurs(unfinished, goal)) {
      return true;
    }
    takeBack(unfinished, link);
    throw new FileSystemException(
        link.toString(), null, "a folder on its path was replaced meanwhile");
  }

  private static boolean isOurs(UnfinishedFile unfinished, Goal goal) throws IOException {
    return goal.handle().isSame(goal.name(), unfinished.folder(), unfinished.name());
  }

  /** Java links by paths alone, and one of them was made to lead elsewhere just before. */
  private static void takeBack(UnfinishedFile unfinished, Path link) throws IOException {
    Optional<Object> ours =
        unfinished.folder().attributes(unfinished.name()).map(BasicFileAttributes::fileKey);
    try {
      Object made =
          Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      if (ours.isPresent() && ours.get().equals(made)) {
        Files.delete(link);
      }
    } catch (NoSuchFileException e) {
      // It went with the folder that it was in.
    }
  }

  /**
   * Where there are no hard links (FAT, some network shares), the name is claimed with an empty
   * file, and the whole one put over it: as exclusive, but for a moment readers see an empty file.
   */
  private boolean claim(UnfinishedFile unfinished, Goal goal) throws IOException {
    try {
      goal.handle()
          .channel(goal.name(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
          .close();
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      return rename(unfinished, goal);
    } catch (IOException e) {
      goal.handle().delete(goal.name());
      throw e;
    }
  }
}
