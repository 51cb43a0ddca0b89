package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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

  /** Tells whether the existing file or folder bears just that name. */
  static boolean isExact(FolderHandle folder, String existing) throws IOException {
    return !answersToOtherNames(folder, existing) || isListed(folder, existing);
  }

  private static boolean answersToOtherNames(FolderHandle folder, String existing)
      throws IOException {
    for (String variant : variants(existing)) {
      if (folder.attributes(variant).isPresent() && folder.isSame(existing, folder, variant)) {
        return true;
      }
    }
    return false;
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

  private static boolean isListed(FolderHandle folder, String wanted) throws IOException {
    try (DirectoryStream<Path> names = folder.names()) {
      for (Path name : names) {
        if (name.getFileName().toString().equals(wanted)) {
          return true;
        }
      }
      return false;
    }
  }
}
