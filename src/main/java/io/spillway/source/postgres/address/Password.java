package io.spillway.source.postgres.address;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way in which a connection gets its password. {@code toString} never contains the password.
 */
public sealed interface Password extends Serializable {

  /**
   * Returns the password for one connection.
   *
   * @throws IOException if the password cannot be obtained; the message is a sentence for the user
   */
  Optional<String> ask() throws IOException;

  /** No password is known, or none is needed. */
  enum None implements Password {
    NONE;

    @Override
    public Optional<String> ask() {
      return Optional.empty();
    }
  }

  /**
   * A fixed password.
   *
   * @param text the password itself
   */
  record Fixed(String text) implements Password {
    @Override
    public Optional<String> ask() {
      return Optional.of(text);
    }

    @Override
    public String toString() {
      return "a password";
    }
  }

  /**
   * A password that is requested again for each connection, such as a token that soon expires.
   *
   * @param line {@code sh} command line; may contain secrets
   */
  record Command(String line) implements Password {
    private static final int MOST_SECONDS = 60;
    private static final int MOST_BYTES = 64 * 1024;

    @Override
    public Optional<String> ask() throws IOException {
      Process process =
          new ProcessBuilder("sh", "-c", line)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return Optional.of(answer(process));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while --password-command ran.", e);
      } finally {
        process.destroyForcibly();
      }
    }

    private static String answer(Process process) throws IOException, InterruptedException {
      // The command prints one line, which fits into the pipe, so it is read after the command has
      // ended.
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "--password-command has not ended within " + MOST_SECONDS + " seconds.");
      }
      int code = process.exitValue();
      if (code != 0) {
        throw new IOException(
            "--password-command failed with exit code " + code + ": run it by hand to see why.");
      }
      byte[] printed = process.getInputStream().readNBytes(MOST_BYTES);
      String password = new String(printed, StandardCharsets.UTF_8).strip();
      if (password.isEmpty()) {
        throw new IOException("--password-command printed nothing: it is to print the password.");
      }
      return password;
    }

    @Override
    public String toString() {
      return "the answer of a command";
    }
  }
}
