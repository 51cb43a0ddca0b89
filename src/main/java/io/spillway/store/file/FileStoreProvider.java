package io.spillway.store.file;

import static io.spillway.base.SpillwayException.Kind.BAD_INPUT;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.base.SpillwayException;
import io.spillway.store.ObjectStore;
import io.spillway.store.StoreException;
import io.spillway.store.StoreProvider;
import java.nio.file.Path;
import java.util.List;

/** The provider of {@code file:///}. */
public final class FileStoreProvider implements StoreProvider {
  @Override
  public boolean serves(String scheme, Settings settings) {
    return schemes().contains(scheme);
  }

  @Override
  public List<String> schemes() {
    return List.of("file");
  }

  @Override
  public ObjectStore open(Location location, Settings settings) throws StoreException {
    if (!location.authority().isEmpty()) {
      throw new SpillwayException(
          BAD_INPUT,
          "'"
              + location
              + "' names the host "
              + location.authority()
              + ": write three slashes, as in file:///DIRECTORY.");
    }
    return FileStore.open(Path.of("/"), settings);
  }
}
