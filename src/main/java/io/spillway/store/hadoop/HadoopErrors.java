package io.spillway.store.hadoop;

import io.spillway.base.Location;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.ipc.RemoteException;

/**
 * A translator of Hadoop's errors into sentences that name the object. It recognizes exceptions by
 * their names: a name node sends some of its own by name only, and connectors bring their own
 * classes.
 */
record HadoopErrors(Location container) {
  private static final Map<String, Reason> REASONS =
      Map.ofEntries(
          Map.entry("FileNotFoundException", Reason.NOT_FOUND),
          Map.entry("AccessControlException", Reason.DENIED),
          Map.entry("AccessDeniedException", Reason.DENIED),
          Map.entry("AuthorizationException", Reason.DENIED),
          Map.entry("SaslException", Reason.DENIED),
          Map.entry("KeyProviderException", Reason.DENIED),
          Map.entry("UnknownHostException", Reason.UNREACHABLE),
          Map.entry("ConnectException", Reason.UNREACHABLE),
          Map.entry("ConnectTimeoutException", Reason.UNREACHABLE),
          Map.entry("NoRouteToHostException", Reason.UNREACHABLE),
          Map.entry("ParentNotDirectoryException", Reason.UNFIT),
          Map.entry("PathComponentTooLongException", Reason.UNFIT),
          Map.entry("InvalidPathException", Reason.UNFIT),
          Map.entry("IllegalArgumentException", Reason.UNFIT),
          Map.entry("HadoopIllegalArgumentException", Reason.UNFIT));

  /** Exceptions that connectors throw for any answer of their servers. */
  private static final Set<String> ANSWERS =
      Set.of("AbfsRestOperationException", "GoogleJsonResponseException");

  private static final Pattern FORBIDDEN = Pattern.compile("\\b40[13]\\b");

  /** The query of a URL may hold a signature. */
  private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?]*)\\?\\S*");

  /**
   * Returns the failure as a {@link StoreException}; one that already is a {@code StoreException}
   * is returned unchanged.
   */
  StoreException explained(String verb, String key, IOException failure) {
    return failure instanceof StoreException known
        ? known
        : told(known(failure).orElse(Reason.REFUSED), verb, key, failure);
  }

  /**
   * Returns the failure of the step that publishes a file. Without an answer, the step may have
   * succeeded regardless.
   */
  StoreException unpublished(String key, IOException failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    Reason reason = known(failure).orElse(Reason.REFUSED);
    boolean open =
        (reason == Reason.REFUSED || reason == Reason.UNREACHABLE)
            && !type(failure).startsWith("org.apache.hadoop.");
    return told(open ? Reason.UNKNOWN : reason, "write", key, failure);
  }

  private StoreException told(Reason reason, String verb, String key, IOException failure) {
    return new StoreException(
        reason,
        "Cannot " + verb + " " + container.resolve(key) + ": " + why(failure) + ".",
        failure);
  }

  /**
   * Returns the failure to open the file system as a whole: settings, class path, address or
   * permissions.
   */
  StoreException unopened(Throwable failure) {
    boolean denied = known(failure).filter(reason -> reason == Reason.DENIED).isPresent();
    return new StoreException(
        denied ? Reason.DENIED : Reason.UNREACHABLE,
        "Hadoop cannot open " + container + ": " + why(deepest(failure)) + ".",
        failure);
  }

  /** Returns the failure of a file that was not read to its end. */
  static StoreException brokenOff(Location object, long bytes, IOException failure) {
    return new StoreException(
        Reason.UNKNOWN,
        "Reading " + object + " broke off after " + bytes + " bytes (" + why(failure) + ").",
        failure);
  }

  /** Returns the reason of the outermost failure with a known name. */
  private static Optional<Reason> known(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String name = simple(type(one));
      Reason reason = REASONS.get(name);
      if (reason != null) {
        return Optional.of(reason);
      }
      if (ANSWERS.contains(name) && FORBIDDEN.matcher(String.valueOf(one.getMessage())).find()) {
        return Optional.of(Reason.DENIED);
      }
    }
    return Optional.empty();
  }

  private static String type(Throwable failure) {
    return failure instanceof RemoteException remote
        ? remote.getClassName()
        : failure.getClass().getName();
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  /** Returns whether the failure has that name, locally or remotely. */
  static boolean is(Throwable failure, String name) {
    return simple(type(failure)).equals(name);
  }

  /** Returns whether the failure means that a file does not exist, or cannot exist. */
  static boolean isNotThere(IOException failure) {
    Reason reason =
        failure instanceof StoreException told
            ? told.reason()
            : known(failure).orElse(Reason.REFUSED);
    return reason == Reason.NOT_FOUND || reason == Reason.UNFIT;
  }

  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  /** Returns the first line of the message: a name node's stack trace may follow. */
  private static String why(Throwable failure) {
    if (is(failure, "FileNotFoundException")) {
      return "there is no such file";
    }
    Throwable said = failure.getMessage() == null ? deepest(failure) : failure;
    if (isOnlyWrapped(said)) {
      said = deepest(said);
    }
    String name = simple(type(said));
    String line = String.valueOf(said.getMessage()).lines().findFirst().orElse("").strip();
    String text = QUERY.matcher(line).replaceAll("$1");
    boolean needsName = said.getMessage() == null || isBare(name);
    String whole = needsName ? name + (said.getMessage() == null ? "" : ": " + text) : text;
    return whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole;
  }

  /** Returns whether the message alone (a host or a class) is not meaningful. */
  private static boolean isBare(String name) {
    return name.equals("UnknownHostException")
        || name.equals("ClassNotFoundException")
        || name.equals("NoClassDefFoundError");
  }

  private static boolean isOnlyWrapped(Throwable failure) {
    return failure.getCause() != null
        && (failure.getClass() == IOException.class || failure instanceof UncheckedIOException)
        && String.valueOf(failure.getMessage()).equals(failure.getCause().toString());
  }
}
