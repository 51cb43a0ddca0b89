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
 * What is said with every write to a bucket, the same whichever request makes the object. No read
 * says any of it, and it is no part of the connection: one client serves who writes like this and
 * who does not.
 *
 * <p>Read from {@link Writing}'s settings, and where those say nothing from Hadoop's {@code
 * fs.s3a.*}, the bucket's own first.
 *
 * @param kmsKey only with encryption that takes one
 * @param acl a canned ACL
 * @param temporary the folder for notes of uploads that are under way; empty where nothing large is
 *     written
 * @param root the folder that is written to; empty where that is not known
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

  /** A setting, and by which name it was found. */
  private record Said(String name, String value) {}

  /** The settings that may hold for a bucket. */
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

    /** A key of KMS; beside an algorithm of the customer's own there is a secret by that name. */
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
   * What the settings say for a bucket. The storage class is for data alone, so it counts only in
   * the stores that {@link Stores#within} gives.
   *
   * @throws SpillwayException (bad input) that names what makes no sense or cannot be done
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

  /** Hadoop writes {@code PublicRead}, S3 {@code public-read}. */
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

  /** Returns what was chosen, by the names that users choose it by. */
  Map<String, String> chosen() {
    Map<String, String> chosen = new TreeMap<>();
    storageClass.ifPresent(one -> chosen.put("storage-class", one.name()));
    encryption.ifPresent(one -> chosen.put("sse", one.header()));
    kmsKey.ifPresent(one -> chosen.put("sse-kms-key-id", one));
    acl.ifPresent(one -> chosen.put("acl", one));
    return chosen;
  }

  /** The same for what Spillway must be able to read again at any time. */
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
