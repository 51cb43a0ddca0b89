package io.spillway.store;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A base for writes of unknown size, regardless of where their bytes are staged. Each write ends
 * once, with the staged bytes published or given up, and after a failure nothing is published.
 */
public abstract class StagedWrite extends OpenWrite {
  private boolean open = true;
  private @Nullable Throwable failure;

  /** Stages further bytes. */
  protected abstract void stage(byte[] bytes, int from, int count) throws IOException;

  /** Publishes the staged bytes. If it throws, the rest is given up. */
  protected abstract WrittenObject publish() throws IOException;

  /**
   * Gives up the staged bytes.
   *
   * @param because the failure that led here, to which a further failure is added as suppressed
   */
  protected abstract void giveUp(Throwable because);

  @Override
  public final void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes, int from, int count) throws IOException {
    checkOpen();
    Objects.checkFromIndexSize(from, count, bytes.length);
    throwFailure();
    try {
      stage(bytes, from, count);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Rethrows an earlier failure: the staged bytes are incomplete, even if the caller has not
   * noticed.
   */
  private void throwFailure() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("A write before this one failed", failure);
    }
  }

  @Override
  public final WrittenObject commit() throws IOException {
    checkOpen();
    open = false;
    try {
      throwFailure();
      return publish();
    } catch (IOException | RuntimeException | Error e) {
      giveUp(e);
      throw e;
    }
  }

  @Override
  public final void close() {
    if (open) {
      open = false;
      giveUp(new IOException("Closed before it was committed"));
    }
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException("This object was committed or given up before");
    }
  }
}
