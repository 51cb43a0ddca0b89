package io.spillway.store;

/**
 * An object that a store could not delete.
 *
 * @param key the whole key in its container
 * @param reason one sentence that names the object and states the reason, like the message of a
 *     {@link StoreException}; it holds no secrets
 */
public record NotDeleted(String key, String reason) {}
