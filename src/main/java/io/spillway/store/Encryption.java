package io.spillway.store;

import io.spillway.base.SpillwayException;
import java.util.List;
import java.util.Locale;

/** How a store encrypts what it is given, with keys that it has or can get. */
public enum Encryption {
  /** With keys of the store's own. */
  STORE("AES256", "SSE-S3"),
  /** With a key of a key management service. */
  KMS("aws:kms", "SSE-KMS"),
  /** Twice, with a key of a key management service. */
  KMS_TWICE("aws:kms:dsse", "DSSE-KMS");

  private static final List<String> BY_CUSTOMER = List.of("SSE-C", "CSE-KMS", "CSE-CUSTOM");

  private final String header;
  private final String hadoop;

  Encryption(String header, String hadoop) {
    this.header = header;
    this.hadoop = hadoop;
  }

  /**
   * Reads it as S3's header or as Hadoop's {@code fs.s3a.encryption.algorithm} has it, in any case.
   *
   * @param option what says so, as the message names it
   * @throws SpillwayException (bad input) when it is none of them, or one where only the customer
   *     has the key
   */
  public static Encryption parse(String option, String text) {
    for (Encryption encryption : values()) {
      if (text.equalsIgnoreCase(encryption.header) || text.equalsIgnoreCase(encryption.hadoop)) {
        return encryption;
      }
    }
    String why =
        isByCustomer(text)
            ? ", and Spillway keeps no keys and encrypts nothing itself"
            : ", which is unknown";
    throw new SpillwayException(
        SpillwayException.Kind.BAD_INPUT,
        option
            + " is '"
            + text
            + "'"
            + why
            + ": give AES256, aws:kms or aws:kms:dsse"
            + (option.startsWith("--") ? "." : ", or say --sse, which wins over it."));
  }

  /** Whether that is encryption with a key of the customer's, which is a secret of theirs. */
  public static boolean isByCustomer(String text) {
    return BY_CUSTOMER.contains(text.toUpperCase(Locale.ROOT));
  }

  /** As S3's header has it. */
  public String header() {
    return header;
  }

  /** Whether the user may choose the key. */
  public boolean takesKey() {
    return this != STORE;
  }
}
