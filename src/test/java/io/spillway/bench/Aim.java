package io.spillway.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one run takes its objects from and brings them to, and on which ways.
 *
 * @param source the server with the objects
 * @param target the server to bring them to; the same as the source for copies on the server
 * @param bucket at the target
 * @param prefix in it, without a slash at its end
 * @param folder to bring them to instead of a bucket
 */
record Aim(Endpoint source, Endpoint target, String bucket, String prefix, Optional<Path> folder) {
  /** Whether one server holds both ends. */
  boolean isOneServer() {
    return folder.isEmpty() && source.equals(target);
  }

  /** The destination as a user writes it. */
  String location() {
    return folder.map(path -> path.toUri().toString()).orElse("s3://" + bucket + "/" + prefix);
  }
}
