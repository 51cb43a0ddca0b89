package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells a file from one that merely answers to its name: macOS and Windows find {@code README} when
 * asked for {@code readme}, and some file systems take an accented letter for its parts. There a
 * second key would silently fall on the first.
 */
final class ExactNames {
  private ExactNames() {}

  /** What two names that could be folded into one have in common. */
  static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** Whether the existing file or folder bears just that name. */
  static boolean isExact(Path existing) throws IOException {
    return !answersToOtherNames(existing) || isListed(existing);
  }

  private static boolean answersToOtherNames(Path existing) throws IOException {
    for (String variant : variants(existing.getFileName().toString())) {
      Path other = existing.resolveSibling(variant);
      if (Files.exists(other, LinkOption.NOFOLLOW_LINKS) && isSame(existing, other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    try {
      return Files.isSameFile(one, other);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static List<String> variants(String name) {
    List<String> variants = new ArrayList<>();
    variants.add(name.toUpperCase(Locale.ROOT));
    variants.add(name.toLowerCase(Locale.ROOT));
    variants.add(Normalizer.normalize(name, Normalizer.Form.NFC));
    variants.add(Normalizer.normalize(name, Normalizer.Form.NFD));
    variants.removeIf(name::equals);
    return variants;
  }

  private static boolean isListed(Path existing) throws IOException {
    String wanted = existing.getFileName().toString();
    try (DirectoryStream<Path> names =
        Files.newDirectoryStream(
            existing.getParent(), entry -> entry.getFileName().toString().equals(wanted))) {
      return names.iterator().hasNext();
    }
  }
}
