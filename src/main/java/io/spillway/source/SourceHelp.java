package io.spillway.source;

/**
 * The texts on a kind of source in the help.
 *
 * @param name of its page, as in {@code export NAME}; all sources are shown in the order of their
 *     names
 * @param noun with its article, as in "one exact state of a lakeFS repository, or of NOUN"
 * @param usage the URI with its parts: {@code scheme://[USER@]HOST[:PORT]/NAME}
 * @param example the URI at its shortest: {@code scheme://HOST/NAME}
 * @param purpose a sentence on an export of it
 * @param argument the description of the argument {@code SOURCE}
 * @param section the title of its options
 */
public record SourceHelp(
    String name,
    String noun,
    String usage,
    String example,
    String purpose,
    String argument,
    String section) {}
