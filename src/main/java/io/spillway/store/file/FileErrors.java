package io.spillway.store.file;

import io.spillway.base.Location;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A translator of file system errors into sentences that name the object. */
final class FileErrors {
  private final Location container;

  FileErrors(Location container) {
    this.container = container;
  }

  /**
   * Returns the failure as a {@link StoreException}; one that already is a {@code StoreException}
   * is returned unchanged.
   */
  StoreException explained(String verb, String key, IOException failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    String subject = "Cannot " + verb + " " + container.resolve(key) + ": ";
    return new StoreException(reason(failure), subject + why(failure) + ".", failure);
  }

  private static Reason reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return Reason.NOT_FOUND;
    }
    if (failure instanceof AccessDeniedException) {
      return Reason.DENIED;
    }
    return isTooLong(failure) ? Reason.UNFIT : Reason.REFUSED;
  }

  /** Returns whether a path is too long for the system, so that no file can exist at it. */
  static boolean isTooLong(IOException failure) {
    return why(failure).contains("name too long");
  }

  private static String why(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "the rights of " + denied.getFile() + " do not allow it";
    }
    if (failure instanceof FileSystemException said && said.getReason() != null) {
      return said.getReason();
    }
    return String.valueOf(failure.getMessage());
  }
}
