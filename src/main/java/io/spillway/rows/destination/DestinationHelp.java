package io.spillway.rows.destination;

/**
 * The texts on a kind of destination in the help.
 *
 * @param example the URI with its parts: {@code scheme://NAME/PART}
 * @param section the title of its options
 */
public record DestinationHelp(String example, String section) {}
