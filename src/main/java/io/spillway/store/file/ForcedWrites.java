package io.spillway.store.file;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The policy that forces writes by {@code fsync}. */
final class ForcedWrites implements Durability {
  static final Durability INSTANCE = new ForcedWrites();

  /** Messages of systems that cannot force a folder, and order the names in it themselves. */
  private static final List<String> UNSUPPORTED =
      List.of("invalid argument", "not supported", "not implemented");

  private static final boolean OPENS_FOLDERS = File.separatorChar == '/';
  private static final String ITSELF = ".";

  private ForcedWrites() {}

  @Override
  public void file(SeekableByteChannel file, Path path) throws IOException {
    Durability.channel(file).force(true);
  }

  @Override
  public void folder(FolderHandle folder) throws IOException {
    if (!OPENS_FOLDERS) {
      return;
    }
    Uninterrupted.run(
        () -> {
          try (SeekableByteChannel itself = folder.channel(ITSELF, StandardOpenOption.READ)) {
            force(itself);
          }
        });
  }

  private static void force(SeekableByteChannel folder) throws IOException {
    try {
      Durability.channel(folder).force(true);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (!isUnsupported(e)) {
        throw e;
      }
    }
  }

  static boolean isUnsupported(IOException failure) {
    String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return UNSUPPORTED.stream().anyMatch(said::contains);
  }
}
