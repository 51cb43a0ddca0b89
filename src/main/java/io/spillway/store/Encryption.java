package io.spillway.store;

import io.spillway.base.Choice;
import io.spillway.base.SpillwayException;
import java.util.List;
import java.util.Locale;

/** Server-side encryption, with keys that the store has or can get. */
public enum Encryption {
  /** Uses keys of the store's own. */
  STORE("AES256", "SSE-S3"),
  /** Uses a key of a key management service. */
  KMS("aws:kms", "SSE-KMS"),
  /** Encrypts twice, with a key of a key management service. */
  KMS_TWICE("aws:kms:dsse", "DSSE-KMS");

  /** All of them, as S3 names them. */
  public static final Choice<Encryption> CHOICE = Choice.of(Encryption.class, Encryption::header);

  private static final List<String> BY_CUSTOMER = List.of("SSE-C", "CSE-KMS", "CSE-CUSTOM");

  private final String header;
  private final String hadoop;

  Encryption(String header, String hadoop) {
    this.header = header;
    this.hadoop = hadoop;
  }

  /**
   * Parses an encryption as S3's header or as Hadoop's {@code fs.s3a.encryption.algorithm} writes
   * it; case is ignored.
   *
   * @param option the option or setting, as the message names it
   * @throws SpillwayException (bad input) if the text is not one of these, or names an encryption
   *     for which only the customer has the key
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
            + ": "
            + CHOICE.advice()
            + (option.startsWith("--") ? "." : ", or say --sse, which wins over it."));
  }

  /**
   * Returns whether the text names an encryption with a customer-provided key, which is the
   * customer's secret.
   */
  public static boolean isByCustomer(String text) {
    return BY_CUSTOMER.contains(text.toUpperCase(Locale.ROOT));
  }

  /** Returns the value of S3's header. */
  public String header() {
    return header;
  }

  /** Returns whether the user may choose the key. */
  public boolean takesKey() {
    return this != STORE;
  }
}
