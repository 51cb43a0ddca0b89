package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Notes of multipart uploads under way, so that uploads of a killed process can be aborted. Each
 * note is an object in the run's temporary folder, created before the upload's first part and
 * deleted when the upload has ended. This avoids listing the uploads of a bucket, and uploads of
 * other software are never touched.
 *
 * <p>A note is text in UTF-8: a line that identifies the format, a line with the upload's id, and
 * then the key to the end of the text, which may hold line breaks.
 *
 * <p>INVARIANT: a note never causes an upload of a key outside the root to be aborted. Notes are at
 * the destination, and everyone with write access there can write one.
 *
 * @param calls requests without a storage class, because a note must be readable at once
 * @param folder the folder of the notes; empty if no notes are written
 * @param root the folder whose uploads are noted, without a trailing slash; empty, or an empty
 *     string, for the whole bucket
 */
record S3Notes(S3Calls calls, Optional<String> folder, Optional<String> root) {
  private static final Logger LOG = LoggerFactory.getLogger(S3Notes.class);
  private static final String FIRST_LINE = "spillway multipart upload 1\n";
  private static final String NAME = "upload-";
  private static final int LONGEST_BYTES = 1 << 14;

  /** Writes a note. Called before the first part. */
  void make(String key, String uploadId) throws StoreException {
    if (folder.isPresent()) {
      byte[] text = (FIRST_LINE + uploadId + "\n" + key).getBytes(UTF_8);
      calls.put(name(key, uploadId), text, Attributes.ofType("text/plain; charset=utf-8"));
    }
  }

  /**
   * Deletes a note. Called after the upload's end. A note that remains is found when the export
   * ends.
   */
  void remove(String key, String uploadId) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      calls.delete(name(key, uploadId));
    } catch (StoreException e) {
      LOG.debug("A note of an upload that ended stays for now", e);
    }
  }

  private String name(String key, String uploadId) {
    MessageDigest md5 = Digests.md5();
    md5.update(uploadId.getBytes(UTF_8));
    md5.update((byte) '\n');
    md5.update(key.getBytes(UTF_8));
    return folder.orElseThrow() + "/" + NAME + HexFormat.of().formatHex(md5.digest());
  }

  /**
   * Aborts the upload that an object notes; does nothing if the object is not a note or does not
   * exist, or if the upload has ended.
   *
   * @throws StoreException if the upload may still exist
   */
  void abort(String note) throws IOException {
    if (!note.substring(note.lastIndexOf('/') + 1).startsWith(NAME)) {
      return;
    }
    String text = read(note);
    int end = text.indexOf('\n', FIRST_LINE.length());
    if (text.startsWith(FIRST_LINE) && end > 0) {
      String key = text.substring(end + 1);
      if (isBelowRoot(key)) {
        abort(key, text.substring(FIRST_LINE.length(), end));
      } else {
        LOG.warn("{} notes an upload of a key outside the root: it is left alone", note);
      }
    }
  }

  private boolean isBelowRoot(String key) {
    return root.filter(folder -> !folder.isEmpty())
        .map(folder -> key.startsWith(folder + "/"))
        .orElse(true);
  }

  private String read(String note) throws IOException {
    try (OpenObject open = calls.get(note, 0, "")) {
      return new String(open.stream().readNBytes(LONGEST_BYTES), UTF_8);
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return "";
      }
      throw e;
    }
  }

  /** Aborts an upload; does nothing if it has ended. */
  void abort(String key, String uploadId) throws StoreException {
    // The SDK sends nothing for an interrupted thread, and then the parts would remain.
    boolean interrupted = Thread.interrupted();
    try {
      calls
          .s3()
          .abortMultipartUpload(
              request -> request.bucket(calls.bucket()).key(key).uploadId(uploadId));
    } catch (SdkException e) {
      if (S3Errors.status(e) != 404) {
        throw calls.explained("give up the parts of", key, true, e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
