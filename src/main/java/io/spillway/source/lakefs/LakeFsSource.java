package io.spillway.source.lakefs;

import io.spillway.base.Bytes;
import io.spillway.base.Snapshot;
import io.spillway.object.Entry;
import io.spillway.object.EntryCursor;
import io.spillway.object.ObjectSource;
import io.spillway.object.PresignedLinks;
import io.spillway.object.Range;
import io.spillway.object.ReadMode;
import io.spillway.object.SourceAccess;
import io.spillway.object.SourceAddress;
import io.spillway.source.lakefs.api.Commit;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.api.LakeFsServer;
import io.spillway.source.lakefs.api.MetadataKind;
import io.spillway.source.lakefs.api.Presigning;
import io.spillway.source.lakefs.api.Repository;
import io.spillway.source.lakefs.metadata.MetadataAccess;
import io.spillway.source.lakefs.metadata.MetadataFiles;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A commit of lakeFS, read from its metadata files: a metarange lists ranges, and ranges hold the
 * entries.
 *
 * @param server the address of lakeFS
 * @param repository the repository of the commit
 * @param commit the commit to export
 * @param stores opens the repository's storage
 * @param access how this job reads metadata files
 * @param reads the locations outside the repository's storage namespace that may be read
 */
public record LakeFsSource(
    LakeFsServer server,
    Repository repository,
    Commit commit,
    Stores stores,
    MetadataAccess access,
    SourceAccess reads)
    implements ObjectSource {

  /** Creates a source whose imports are read according to {@link SourceAccess#DEFAULT}. */
  public LakeFsSource(
      LakeFsServer server,
      Repository repository,
      Commit commit,
      Stores stores,
      MetadataAccess access) {
    this(server, repository, commit, stores, access, SourceAccess.DEFAULT);
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot("lakefs://" + repository.name(), commit.id());
  }

  @Override
  public List<Range> ranges() throws IOException {
    if (commit.metaRangeId().isEmpty()) {
      return List.of(); // the first commit of a repository
    }
    try (MetadataFiles.Handle metaRange =
        files().open(MetadataKind.META_RANGE, commit.metaRangeId())) {
      return metaRange.file().ranges().stream()
          .map(range -> new Range(range.id(), range.minKey(), range.maxKey(), range.count()))
          .toList();
    }
  }

  @Override
  public EntryCursor entries(Range range, Bytes after, Bytes last) throws IOException {
    MetadataFiles.Handle file = files().open(MetadataKind.RANGE, range.file());
    try {
      return new RangeCursor(file, range, after, last);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public SourceAddress address(Entry entry) throws StoreException {
    return new AddressPolicy(
            repository.storageNamespace(), reads, () -> client().storageType(repository))
        .address(entry);
  }

  @Override
  public SourceAddress address(Entry entry, ReadMode mode) throws StoreException {
    return mode == ReadMode.LAKEFS && !reads.deniesImports()
        ? SourceAddress.throughServer(repository.storageNamespace(), false)
        : address(entry);
  }

  @Override
  public OpenObject open(Entry entry, long offset) throws IOException {
    return client().open(repository.name(), commit.id(), entry.path(), offset);
  }

  @Override
  public Optional<PresignedLinks> links() {
    Presigning presigning = client().presigning();
    return presigning.support(repository) == Presigning.Support.NO
        ? Optional.empty()
        : Optional.of(new LakeFsLinks(presigning, repository.name(), commit.id()));
  }

  @Override
  public boolean protectsReads() {
    return server.url().startsWith("https:");
  }

  @Override
  public Optional<ObjectSource> slower() {
    return Optional.of(new ListedLakeFsSource(this));
  }

  LakeFsClient client() {
    return LakeFsClient.of(server);
  }

  private MetadataFiles files() {
    return MetadataFiles.of(client(), repository, stores, access);
  }
}
