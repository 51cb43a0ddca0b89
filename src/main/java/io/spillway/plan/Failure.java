package io.spillway.plan;

import java.io.Serializable;

/**
 * One thing that could not be exported.
 *
 * @param key the object's key, or what else failed ({@code range 4554dff0…})
 * @param reason why, in words for the user
 */
public record Failure(String key, String reason) implements Serializable {
  @Override
  public String toString() {
    return key + ": " + reason;
  }
}
