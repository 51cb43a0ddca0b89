package io.spillway.store;

import io.spillway.base.ByteSize;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import java.util.Optional;

/**
 * The user's choices for how objects are written. A choice that is empty is taken from the settings
 * of the store, and otherwise left to the store.
 *
 * @param partThreshold the size in bytes above which objects are copied in parts
 * @param storageClass the storage class of the data; Spillway's own objects must stay readable
 * @param encryption the encryption of everything that is written
 * @param kmsKey the id of the key, for an encryption that takes one
 * @param fsync whether files, and their folders, are forced to disk before the export is signed;
 *     ignored by object stores
 */
public record Writing(
    long partThreshold,
    Optional<StorageClass> storageClass,
    Optional<Encryption> encryption,
    Optional<String> kmsKey,
    boolean fsync) {
  /** The name of {@link #partThreshold} among settings, in bytes. */
  public static final String PART_THRESHOLD = "spillway.part.threshold";

  /** The name of {@link #storageClass} among settings. */
  public static final String STORAGE_CLASS = "spillway.storage.class";

  /** The name of {@link #encryption} among settings. */
  public static final String SSE = "spillway.sse";

  /** The name of {@link #kmsKey} among settings. */
  public static final String SSE_KMS_KEY_ID = "spillway.sse.kms.key.id";

  /** The name of {@link #fsync} among settings: {@code false}, or absent. */
  public static final String FSYNC = "spillway.fsync";

  private static final long MIB = 1 << 20;

  /** The minimum size of a part in S3. */
  private static final long LEAST_THRESHOLD = 5 * MIB;

  /** The maximum size that S3 copies with one request. */
  private static final long MOST_THRESHOLD = 5 * 1024 * MIB;

  /** The defaults: parts above 128 MiB, and everything else left to the store. */
  public static final Writing DEFAULT =
      new Writing(128 * MIB, Optional.empty(), Optional.empty(), Optional.empty(), true);

  public Writing {
    if (partThreshold < LEAST_THRESHOLD || partThreshold > MOST_THRESHOLD) {
      throw badInput(
          "--part-threshold is "
              + partThreshold
              + " bytes: give "
              + ByteSize.text(LEAST_THRESHOLD)
              + " to "
              + ByteSize.text(MOST_THRESHOLD)
              + ".");
    }
    if (kmsKey.isPresent() && encryption.isPresent() && !encryption.get().takesKey()) {
      throw badInput(
          "--sse-kms-key-id names a key that --sse="
              + encryption.get().header()
              + " has no use for: give --sse=aws:kms or --sse=aws:kms:dsse, or leave the key out.");
    }
  }

  /** Returns a copy that lets the operating system decide when files reach the disk. */
  public Writing withoutFsync() {
    return new Writing(partThreshold, storageClass, encryption, kmsKey, false);
  }

  private static SpillwayException badInput(String message) {
    return new SpillwayException(SpillwayException.Kind.BAD_INPUT, message);
  }

  /**
   * Returns the settings with these choices added, which are serialized to the workers with them.
   */
  public Settings in(Settings settings) {
    Settings all = settings.with(PART_THRESHOLD, String.valueOf(partThreshold));
    all = with(all, STORAGE_CLASS, storageClass.map(StorageClass::name));
    all = with(all, SSE, encryption.map(Encryption::header));
    all = with(all, SSE_KMS_KEY_ID, kmsKey);
    return fsync ? all : all.with(FSYNC, "false");
  }

  private static Settings with(Settings settings, String name, Optional<String> value) {
    return value.map(chosen -> settings.with(name, chosen)).orElse(settings);
  }
}
