package io.spillway.object.round;

import io.spillway.base.Messages;
import io.spillway.ledger.OutcomeLine;
import io.spillway.ledger.OutcomeReader;
import io.spillway.object.Change;
import io.spillway.object.plan.Slice;
import io.spillway.outcome.Outcome;
import io.spillway.spark.TaskRequests;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A visitor that deletes keys that the target does not have, a thousand objects per request if the
 * store supports it.
 */
final class Deletion implements Settling {

  private final Job job;
  private final Account account;
  private final TaskRequests requests;
  private List<Doomed> batch = new ArrayList<>();

  private record Doomed(Slice slice, String path, String key) {}

  Deletion(Job job, Account account, TaskRequests requests) {
    this.job = job;
    this.account = account;
    this.requests = requests;
  }

  @Override
  public void visit(Slice slice, Change change, Optional<OutcomeReader.Done> done)
      throws InterruptedException {
    if (done.isPresent()) {
      account.skip(done.get(), job.journal().lease(), change);
      return;
    }
    add(slice, change.path());
  }

  @Override
  public void visitExtra(Slice slice, String path, long size) throws InterruptedException {
    add(slice, path);
  }

  private void add(Slice slice, String path) throws InterruptedException {
    job.requirePermission();
    batch.add(new Doomed(slice, path, job.destination().key(path)));
    if (batch.size() == ObjectStore.DELETED_AT_ONCE) {
      finish();
    }
  }

  @Override
  public void finish() throws InterruptedException {
    List<Doomed> full = batch;
    batch = new ArrayList<>();
    if (!full.isEmpty()) {
      requests.submit(() -> delete(full));
    }
  }

  private void delete(List<Doomed> doomed) {
    try {
      Map<String, String> left =
          job.destination().store().delete(doomed.stream().map(Doomed::key).toList()).stream()
              .collect(Collectors.toMap(NotDeleted::key, NotDeleted::reason, (one, other) -> one));
      doomed.forEach(one -> record(one, Optional.ofNullable(left.get(one.key()))));
    } catch (IOException | RuntimeException e) {
      doomed.forEach(one -> record(one, Optional.of(Messages.of(e))));
    }
  }

  private void record(Doomed one, Optional<String> failure) {
    if (failure.isPresent()) {
      String reason = "it could not be deleted: " + failure.get();
      account.add(
          one.slice(),
          OutcomeLine.failed(one.path(), OutcomeLine.Act.DELETE, reason),
          new Outcome.Failed(one.path(), reason),
          0);
    } else {
      account.add(one.slice(), OutcomeLine.deleted(one.path()), new Outcome.Deleted(), 0);
    }
  }

  @Override
  public void failed(String what, String reason) {
    account.failed(what, reason);
  }
}
