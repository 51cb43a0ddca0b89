package io.spillway.store.file;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Files where the platform has no handles of folders. */
class FileStoreByPathTest extends FileStoreTest {
  private final FolderCache cache = new FolderCache(System::nanoTime, later -> {});

  @Override
  ObjectStore storeWithin(Path root) throws IOException {
    Location location = Location.parse("file://" + root);
    Settings settings =
        new Stores(Settings.of(Map.of())).within(location, "_spillway/tmp").settings();
    return FileStore.open(
        Path.of("/"),
        settings,
        names -> new FolderTree(names, FileStoreByPathTest::open, ExactNames::isExact, cache),
        ForcedWrites.INSTANCE);
  }

  private static FolderHandle open(Path folder) throws IOException {
    FolderHandle.open(folder).close(); // fails as that does
    return new PathFolder(folder);
  }
}
