package io.spillway.sandbox;

/**
 * A request that a sandbox received.
 *
 * @param method GET, HEAD, POST, DELETE
 * @param path as it was sent, percent-encoded
 * @param query as it was sent, without the question mark; empty for none
 */
public record Request(String method, String path, String query) {}
