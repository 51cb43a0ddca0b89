package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.base.Messages;
import io.spillway.ledger.OutcomeLine;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.Entry;
import io.spillway.object.copy.Copier;
import io.spillway.object.plan.Slice;
import io.spillway.outcome.Outcome;
import io.spillway.spark.TaskRequests;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** A visitor that copies the target's entries. */
final class Copying implements Settling {
  private final Job job;
  private final Account account;
  private final TaskRequests requests;
  private final Copier copier;

  /**
   * Creates a visitor for one task.
   *
   * @param objects the maximum number of objects to copy
   */
  Copying(Job job, Account account, TaskRequests requests, long objects) {
    this.job = job;
    this.account = account;
    this.requests = requests;
    this.copier = Copiers.of(job).inTask(objects, job.comparison().isFull());
  }

  @Override
  public void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done)
      throws InterruptedException {
    Entry entry = change.target();
    if (entry == null) {
      return;
    }
    if (done.isPresent()) {
      account.skip(done.get(), job.journal().lease(), change);
    } else {
      job.requirePermission();
      requests.submit(() -> copy(slice, entry));
    }
  }

  @Override
  public void visitExtra(Slice slice, String path, long size) {
    throw new IllegalStateException("Nothing copies what only the destination has");
  }

  @Override
  public void finish() {
    // no batches to finish
  }

  @Override
  public Map<String, String> remarks() {
    return copier.remarks();
  }

  @Override
  public void failed(String what, String reason) {
    account.failed(what, reason);
  }

  private void copy(Slice slice, Entry entry) {
    try {
      makeRoom(slice, entry.path());
      Outcome outcome = copier.copy(entry);
      account.add(slice, line(entry, outcome), outcome, entry.size());
    } catch (IOException | RuntimeException e) {
      // After any failure this object is not known to be at the destination.
      fail(slice, entry, e instanceof IOException ? Messages.of(e) : e.toString());
    } catch (Error e) {
      // An Error concerns the process, not this object: Spark ends the executor.
      account.failed(entry.path(), e.toString());
      throw e;
    }
  }

  private void fail(Slice slice, Entry entry, String reason) {
    Outcome failed = new Outcome.Failed(entry.path(), reason);
    account.add(slice, line(entry, failed), failed, entry.size());
  }

  private static OutcomeLine line(Entry entry, Outcome outcome) {
    if (outcome instanceof Outcome.Copied copied) {
      return OutcomeLine.copied(
          entry.path(), copied.bytes(), entry.checksum(), copied.proof(), copied.losses());
    }
    String reason = outcome instanceof Outcome.Failed failed ? failed.reason() : "";
    return OutcomeLine.failed(entry.path(), OutcomeLine.Act.COPY, reason);
  }

  /**
   * Removes objects that block a path, because a file system cannot hold {@code a} beside {@code
   * a/b}. Without a mirror it removes only objects that an exported state has put there. The copy
   * fails if anything else blocks the path.
   */
  private void makeRoom(Slice slice, String path) throws IOException {
    ObjectStore store = job.destination().store();
    String root = job.destination().key("");
    try {
      Iterator<StoredObject> inTheWay = store.inTheWay(job.destination().key(path));
      while (inTheWay.hasNext()) {
        String key = inTheWay.next().key();
        String name = key.startsWith(root) ? key.substring(root.length()) : "";
        if (!name.isEmpty() && mayGo(Bytes.of(name))) {
          store.delete(key);
          account.note(slice, OutcomeLine.madeRoom(name));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean mayGo(Bytes name) throws IOException {
    return job.mirrors() ? !job.comparison().wants(name) : job.comparison().mayDelete(name);
  }
}
