package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A folder with a destination, and maybe its ledger beside it, as an earlier version left them. A
 * recording is a zip, so that names with colons survive every checkout; it has a word in place of
 * the folder, which records name.
 *
 * @param path holds {@code out} and {@code ledger}
 */
public record RecordedFolder(Path path) {
  private static final Path RECORDINGS =
      Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "ledgers");
  private static final String ANYWHERE = "/@folder@";
  private static final Pattern HOLDER = Pattern.compile("(\"holder\"\\s*:\\s*\")[^\"]*");
  private static final String NEUTRAL_HOLDER = "$1ann@recorder pid 4711";

  /** The destination. */
  public Folder out() {
    return new Folder(path.resolve("out"));
  }

  /** Returns the location of a ledger that is not at its usual place. */
  public String ledgerUri() {
    return "file://" + path.resolve("ledger");
  }

  /** Returns the names of all recordings. */
  public static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".zip"))
          .map(name -> name.substring(0, name.length() - ".zip".length()))
          .sorted()
          .toList();
    }
  }

  /** Unpacks a recording into a folder that does not exist yet. */
  public static RecordedFolder unpack(String name, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("out"));
    try (InputStream file = Files.newInputStream(RECORDINGS.resolve(name + ".zip"));
        ZipInputStream zip = new ZipInputStream(file, UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.write(target, moved(entry.getName(), zip.readAllBytes(), ANYWHERE, "" + folder));
      }
    }
    return new RecordedFolder(folder);
  }

  /** Writes the recording of this folder, without a word of the machine that it was made on. */
  public void pack(String name) throws IOException {
    Files.createDirectories(RECORDINGS);
    try (OutputStream file = Files.newOutputStream(RECORDINGS.resolve(name + ".zip"));
        ZipOutputStream zip = new ZipOutputStream(file, UTF_8)) {
      for (String each : new Folder(path).files()) {
        byte[] content = Files.readAllBytes(path.resolve(each));
        byte[] recorded = moved(each, content, path.toString(), ANYWHERE);
        assertThat(unzipped(each, recorded)).as(each).doesNotContain(path.toString());
        ZipEntry entry = new ZipEntry(each);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(recorded);
      }
    }
  }

  private static byte[] moved(String name, byte[] content, String from, String to) {
    if (!name.endsWith("/export.json") && !name.contains("/lease/")) {
      return content;
    }
    String text = new String(content, UTF_8).replace(from, to);
    return HOLDER.matcher(text).replaceAll(NEUTRAL_HOLDER).getBytes(UTF_8);
  }

  private static String unzipped(String name, byte[] content) throws IOException {
    if (!name.endsWith(".gz")) {
      return new String(content, UTF_8);
    }
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(gzip.readAllBytes(), UTF_8);
    }
  }
}
