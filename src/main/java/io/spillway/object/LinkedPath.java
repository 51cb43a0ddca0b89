package io.spillway.object;

/**
 * An object of a commit and a link to its data.
 *
 * @param path in the repository
 * @param link to be used before it expires
 */
public record LinkedPath(String path, Link link) {}
