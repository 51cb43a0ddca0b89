package io.spillway.store.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A check that tells a file of a given name from a file with a similar name: macOS and Windows find
 * {@code README} when asked for {@code readme}, and some file systems treat an accented letter and
 * its decomposed form as equal. On such file systems a second key would silently overwrite the
 * first.
 */
final class ExactNames {
  private ExactNames() {}

  /** Returns the folded form that equivalent names share. */
  static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** Returns whether the existing file or folder has exactly this name. */
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
