package io.spillway.store.s3;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.Encryption;
import io.spillway.store.StorageClass;
import io.spillway.store.Stores;
import io.spillway.store.Writing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The settings that accompany every write to a bucket, regardless of the request that creates the
 * object. Reads carry none of them, and they are not part of the connection: writers with different
 * settings share one client.
 *
 * <p>Read from {@link Writing}'s settings, otherwise from Hadoop's {@code fs.s3a.*}, of which the
 * bucket's own take precedence.
 *
 * @param storageClass the storage class of the data
 * @param encryption the encryption of all objects
 * @param kmsKey the id of the key; only with encryption that takes one
 * @param acl a canned ACL
 * @param temporary the folder for notes of uploads under way; empty if no large objects are written
 * @param root the folder of the destination; empty if unknown
 */
record S3Writing(
    Optional<StorageClass> storageClass,
    Optional<Encryption> encryption,
    Optional<String> kmsKey,
    Optional<String> acl,
    Optional<String> temporary,
    Optional<String> root) {
  static final S3Writing PLAIN =
      new S3Writing(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final List<String> ALGORITHM =
      List.of("encryption.algorithm", "server-side-encryption-algorithm");
  private static final List<String> KEY = List.of("encryption.key", "server-side-encryption.key");
  private static final List<String> STORAGE_CLASS = List.of("create.storage.class");
  private static final List<String> ACL = List.of("acl.default");
  private static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "log-delivery-write",
          "bucket-owner-read",
          "bucket-owner-full-control");

  /** A setting, and the name by which it was found. */
  private record Said(String name, String value) {}

  /** The settings that may apply to a bucket. */
  private record Scopes(Settings settings, String bucket) {
    List<String> beginnings() {
      return List.of("fs.s3a.bucket." + bucket + ".", "fs.s3a.");
    }

    Optional<Said> find(List<String> names) {
      return beginnings().stream().flatMap(begin -> find(begin, names).stream()).findFirst();
    }

    private Optional<Said> find(String begin, List<String> names) {
      return names.stream()
          .map(name -> begin + name)
          .flatMap(name -> settings.find(name).map(value -> new Said(name, value)).stream())
          .findFirst();
    }

    /**
     * Returns a KMS key. Beside an algorithm with customer-provided keys, the setting of that name
     * is a secret and is skipped.
     */
    Optional<String> kmsKey() {
      return beginnings().stream()
          .filter(
              begin ->
                  find(begin, ALGORITHM)
                      .filter(said -> Encryption.isByCustomer(said.value()))
                      .isEmpty())
          .flatMap(begin -> find(begin, KEY).map(Said::value).stream())
          .findFirst();
    }
  }

  /**
   * Returns the settings for a bucket. The storage class is for data alone, so it applies only in
   * stores from {@link Stores#within}.
   *
   * @throws SpillwayException (bad input) if a setting is invalid or unsupported, which the message
   *     names
   */
  static S3Writing of(Settings settings, String bucket) {
    Scopes scopes = new Scopes(settings, bucket);
    Optional<String> temporary = settings.find(Stores.TEMPORARY);
    Optional<Encryption> encryption = encryption(settings, scopes);
    return new S3Writing(
        temporary.flatMap(within -> storageClass(settings, scopes)),
        encryption,
        kmsKey(settings, scopes, encryption),
        scopes.find(ACL).map(S3Writing::acl),
        temporary,
        settings.find(Stores.S3_ROOT));
  }

  private static Optional<Encryption> encryption(Settings settings, Scopes scopes) {
    return settings
        .find(Writing.SSE)
        .map(chosen -> Encryption.parse("--sse", chosen))
        .or(() -> scopes.find(ALGORITHM).map(said -> Encryption.parse(said.name(), said.value())));
  }

  private static Optional<StorageClass> storageClass(Settings settings, Scopes scopes) {
    return settings
        .find(Writing.STORAGE_CLASS)
        .map(chosen -> StorageClass.parse("--storage-class", chosen))
        .or(
            () ->
                scopes
                    .find(STORAGE_CLASS)
                    .map(said -> StorageClass.parse(said.name(), said.value())));
  }

  private static Optional<String> kmsKey(
      Settings settings, Scopes scopes, Optional<Encryption> encryption) {
    Optional<String> chosen = settings.find(Writing.SSE_KMS_KEY_ID);
    if (encryption.filter(Encryption::takesKey).isPresent()) {
      return chosen.or(scopes::kmsKey);
    }
    if (chosen.isPresent()) {
      throw new SpillwayException(
          BAD_INPUT,
          "--sse-kms-key-id names a key, and nothing says to use it: give --sse=aws:kms or"
              + " --sse=aws:kms:dsse too.");
    }
    return Optional.empty();
  }

  /**
   * Returns the canned ACL of a setting. Hadoop writes {@code PublicRead}, S3 {@code public-read}.
   */
  private static String acl(Said said) {
    return ACLS.stream()
        .filter(acl -> folded(acl).equals(folded(said.value())))
        .findFirst()
        .orElseThrow(
            () ->
                new SpillwayException(
                    BAD_INPUT,
                    said.name()
                        + " is '"
                        + said.value()
                        + "': give one of "
                        + String.join(", ", ACLS)
                        + "."));
  }

  private static String folded(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Returns the chosen settings, by the names of their options. */
  Map<String, String> chosen() {
    Map<String, String> chosen = new TreeMap<>();
    storageClass.ifPresent(one -> chosen.put("storage-class", one.name()));
    encryption.ifPresent(one -> chosen.put("sse", one.header()));
    kmsKey.ifPresent(one -> chosen.put("sse-kms-key-id", one));
    acl.ifPresent(one -> chosen.put("acl", one));
    return chosen;
  }

  /**
   * Returns a copy without a storage class, for objects that Spillway must be able to read again at
   * any time.
   */
  S3Writing ofRecords() {
    return new S3Writing(Optional.empty(), encryption, kmsKey, acl, temporary, root);
  }

  PutObjectRequest.Builder on(PutObjectRequest.Builder request) {
    return request
        .storageClass(classHeader())
        .serverSideEncryption(encryptionHeader())
        .ssekmsKeyId(kmsKey.orElse(null))
        .acl(acl.orElse(null));
  }

  CopyObjectRequest.Builder on(CopyObjectRequest.Builder request) {
    return request
        .storageClass(classHeader())
        .serverSideEncryption(encryptionHeader())
        .ssekmsKeyId(kmsKey.orElse(null))
        .acl(acl.orElse(null));
  }

  CreateMultipartUploadRequest.Builder on(CreateMultipartUploadRequest.Builder request) {
    return request
        .storageClass(classHeader())
        .serverSideEncryption(encryptionHeader())
        .ssekmsKeyId(kmsKey.orElse(null))
        .acl(acl.orElse(null));
  }

  private @Nullable String classHeader() {
    return storageClass.map(StorageClass::name).orElse(null);
  }

  private @Nullable String encryptionHeader() {
    return encryption.map(Encryption::header).orElse(null);
  }
}
