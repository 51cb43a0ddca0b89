package io.spillway.store.file;

import io.spillway.store.FolderNames;
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

/**
 * The single step that gives a finished file its name, either replacing an existing file or only if
 * the name is free.
 */
final class Publication {
  private final Linker linker;

  /** A function like {@link Files#createLink}. */
  interface Linker {
    Path link(Path link, Path existing) throws IOException;
  }

  /** Permission to take the next step, checked if the previous step took long. */
  interface Permission {
    void check() throws IOException;
  }

  /** The target name of a file, with the policies of its publication. */
  record Goal(OpenFolder folder, String name, Durability durability, Permission permission) {
    FolderHandle handle() {
      return folder.handle();
    }
  }

  Publication(Linker linker) {
    this.linker = linker;
  }

  /** Renames the file and replaces an existing one. Always returns true. */
  boolean rename(UnfinishedFile unfinished, Goal goal) throws IOException {
    try {
      unfinished.folder().move(unfinished.name(), goal.handle(), goal.name());
    } catch (AtomicMoveNotSupportedException e) {
      renameFromAfar(unfinished, goal);
    }
    return true;
  }

  /** Publishes a file whose folder of temporary names is on another file system. */
  private static void renameFromAfar(UnfinishedFile unfinished, Goal goal) throws IOException {
    String neighbour = FolderNames.temporary();
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
   * @return whether the name belongs to this file
   */
  boolean link(UnfinishedFile unfinished, Goal goal) throws IOException {
    Path link = goal.folder().path().resolve(goal.name());
    try {
      Path unused = linker.link(link, unfinished.path());
    } catch (FileAlreadyExistsException e) {
      // A network file system can lose the answer and find its own link when it tries again.
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

  /**
   * Removes a link at the wrong place: Java links by paths alone, and one of them was redirected
   * just before.
   */
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
      // It was removed together with its folder.
    }
  }

  /**
   * Claims the name with an empty file and replaces it with the complete one, for file systems
   * without hard links (FAT, some network shares). This is equally exclusive, but readers briefly
   * see an empty file.
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
