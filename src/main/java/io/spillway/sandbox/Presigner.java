package io.spillway.sandbox;

import io.spillway.Location;
import java.net.URI;
import java.time.Instant;

/** Makes URLs that read one object without further credentials. They are secrets for as long as they last. */
interface Presigner {
  /** Where there is no such thing, as on a folder. */
  Presigner NONE =
      (at, expires) -> {
        throw Refusal.badRequest("operation not supported");
      };

  /** A URL to read what lies there until then. */
  URI presign(Location at, Instant expires);
}
