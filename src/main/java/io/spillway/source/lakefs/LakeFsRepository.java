package io.spillway.source.lakefs;

import io.spillway.base.Location;
import io.spillway.object.ObjectSource;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.States;
import io.spillway.request.ExportRequest;
import io.spillway.request.OptionValues;
import io.spillway.request.Origin;
import io.spillway.source.ObjectRepository;
import io.spillway.source.OpenedSource;
import io.spillway.source.lakefs.api.LakeFsServer;
import io.spillway.store.Stores;
import java.util.Optional;

/** A repository of a lakeFS server, with the reference to export. */
public final class LakeFsRepository implements ObjectRepository {
  private final LakeFsPin pin;
  private final Optional<LakeFsRef> ref;

  private LakeFsRepository(LakeFsPin pin, Optional<LakeFsRef> ref) {
    this.pin = pin;
    this.ref = ref;
  }

  /**
   * Returns a repository that is not yet asked for anything.
   *
   * @param access the locations outside its storage namespace that may be read
   * @param ref the state to export; may be empty for a verification
   */
  public static OpenedSource.OfObjects open(
      LakeFsServer server, String repository, SourceAccess access, Optional<LakeFsRef> ref) {
    return new OpenedSource.OfObjects(
        LakeFsAddress.nameOf(repository),
        ref.map(LakeFsRef::name),
        () -> new LakeFsRepository(new LakeFsPin(server, repository, access), ref));
  }

  /** Returns the request for an export of a reference. */
  public static ExportRequest request(
      String repository, LakeFsRef ref, String destination, OptionValues options) {
    LakeFsAddress address =
        new LakeFsAddress(repository, Optional.of(ref.name()).filter(name -> !ref.isBranch()));
    ExportRequest request =
        new ExportRequest(address.toString(), destination, options, Origin.CODE);
    return ref.isBranch() ? request.with(LakeFsOptions.BRANCH.name(), ref.name()) : request;
  }

  @Override
  public Location storage() {
    return pin.repository().storageNamespace();
  }

  @Override
  public String storageId() {
    return pin.repository().storageId();
  }

  @Override
  public ObjectSource pin(Stores stores, ReadMode read) {
    return pin.source(ref.orElseThrow(LakeFsProvider::noRef).in(pin), stores, read);
  }

  @Override
  public States states(Stores stores, ReadMode read) {
    return new Commits(pin, stores, read);
  }

  private record Commits(LakeFsPin pin, Stores stores, ReadMode read) implements States {
    @Override
    public ObjectSource named(String ref) {
      return pin.source(pin.ref(ref), stores, read);
    }

    @Override
    public ObjectSource at(String id) {
      return pin.source(pin.commit(id), stores, read);
    }

    @Override
    public String idOf(String ref) {
      return pin.ref(ref).id();
    }

    @Override
    public boolean isId(String id) {
      return LakeFsPin.isCommitId(id);
    }
  }
}
