package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The routes for the locations and the contents of metadata files. */
final class MetadataRoutes {
  private final Catalog catalog;
  private final ObjectJson json;

  MetadataRoutes(Catalog catalog, ObjectJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "repositories/*/metadata/meta_range/*", this::locate)
        .add("GET", "repositories/*/metadata/range/*", this::locate)
        .add("GET", "repositories/*/metadata/object/range/*", this::read)
        .add("GET", "repositories/*/metadata/object/meta_range/*", this::read);
  }

  // lakeFS does not check that the file exists.
  private void locate(HttpCall call, List<String> arguments) throws IOException {
    catalog.repository(arguments.get(0));
    String location = MetadataStore.FOLDER + "/" + arguments.get(1);
    call.set("Location", location);
    call.answer(200, Map.of("location", location));
  }

  private void read(HttpCall call, List<String> arguments) throws IOException {
    Repo repo = catalog.repository(arguments.get(0));
    Location file = repo.metadataFile(arguments.get(1));
    if (call.flag("presign", false)) {
      call.set("Location", json.presigned(file));
      call.answer(302);
      return;
    }
    try (OpenObject data = repo.storage().open(file, 0)) {
      call.set("Content-Type", Branch.UNTYPED);
      call.start(200, data.object().size());
      data.stream().transferTo(call.output());
    } catch (StoreException e) {
      switch (e.reason()) {
        case NOT_FOUND, NO_CONTAINER -> throw new Refusal(410, "No data");
        default -> throw e;
      }
    }
  }
}
