package io.spillway.source.lakefs.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of metadata files on the local disk, where RocksDB can read them. */
final class LocalCopy {
  private static final int BUFFER_BYTES = 64 << 10;

  private LocalCopy() {}

  /** Creates an empty file in the temporary folder, which only this user can read. */
  static Path create(String name) throws IOException {
    try {
      return Files.createTempFile("spillway-", ".sst");
    } catch (IOException e) {
      throw full(name, e);
    }
  }

  /** Writes a stream to the file, and returns the number of bytes. */
  static long fill(Path file, InputStream in, String name) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      return copy(in, out, name);
    }
  }

  static long copy(InputStream in, OutputStream out, String name) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      try {
        out.write(buffer, 0, read);
      } catch (IOException e) {
        throw full(name, e);
      }
      copied += read;
    }
    return copied;
  }

  private static IOException full(String name, IOException e) {
    return new IOException(
        "Cannot keep "
            + name
            + " in the temporary folder "
            + System.getProperty("java.io.tmpdir")
            + " while it is read ("
            + e.getMessage()
            + "): make room there, or name another folder with -Djava.io.tmpdir.",
        e);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit(); // Windows keeps open files
    }
  }
}
