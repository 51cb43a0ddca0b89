package io.spillway.source.lakefs;

import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.SharedOptions;
import io.spillway.request.VerifyRequest;
import io.spillway.source.Content;
import io.spillway.source.ObjectSourceOptions;
import io.spillway.source.OpenedSource;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.SourceSettings;
import io.spillway.source.lakefs.api.LakeFsClient;
import io.spillway.source.lakefs.metadata.MetadataFile;
import io.spillway.store.Stores;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A source provider for the commits of a lakeFS repository, which users may write as its name. */
public final class LakeFsProvider implements SourceProvider {
  @Override
  public SourceHelp help() {
    return new SourceHelp(
        LakeFsAddress.SCHEME,
        "a lakeFS repository",
        "SOURCE",
        "a repository's name, lakefs://REPO/REF",
        "Makes a destination equal to one exact state of a lakeFS repository.",
        "REPO, or lakefs://REPO/REF with any branch, tag or commit",
        "lakeFS (REPO needs --branch or --commit_id; settings: lakefs.api.*)");
  }

  @Override
  public List<String> schemes() {
    return List.of(LakeFsAddress.SCHEME);
  }

  @Override
  public boolean servesNames() {
    return true;
  }

  @Override
  public Content content() {
    return Content.OBJECTS;
  }

  @Override
  public List<Option<?>> options() {
    return Stream.of(
            List.of(
                LakeFsOptions.BRANCH,
                LakeFsOptions.COMMIT_ID,
                ObjectSourceOptions.PREV_COMMIT_ID,
                ObjectSourceOptions.SINCE),
            ObjectSourceOptions.KEYS,
            List.of(ObjectSourceOptions.MIRROR, ObjectSourceOptions.MAX_DELETE),
            ObjectSourceOptions.READING)
        .<Option<?>>flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Option<?>> verifyOptions() {
    return List.of(
        LakeFsOptions.COMMIT_ID.described("compare with this commit").unless("the last exported"));
  }

  @Override
  public String nameOf(String uri) {
    return LakeFsAddress.nameOf(LakeFsAddress.parse(uri).repository());
  }

  @Override
  public String shown(String uri) {
    return LakeFsAddress.parse(uri).toString();
  }

  @Override
  public void check(ExportRequest request) {
    List<LakeFsRef> refs = refs(request.source(), request.options());
    if (refs.isEmpty()) {
      throw noRef();
    }
    if (refs.size() > 1) {
      throw BadInput.of(
          "More than one thing says which state to export: give one of --branch, --commit_id and lakefs://REPO/REF");
    }
  }

  static SpillwayException noRef() {
    return BadInput.of("Nothing says which state to export: give --branch=B or --commit_id=C");
  }

  @Override
  public void check(VerifyRequest request) {
    if (refs(request.source().orElseThrow(), request.options()).size() > 1) {
      throw BadInput.of(
          "More than one thing says which commit to compare with: give one of --commit_id and"
              + " lakefs://REPO/REF");
    }
  }

  private static List<LakeFsRef> refs(String source, OptionValues options) {
    Optional<String> inSource = LakeFsAddress.parse(source).ref();
    return Stream.of(
            options.get(LakeFsOptions.BRANCH).map(name -> new LakeFsRef(name, true)),
            inSource.map(name -> new LakeFsRef(name, false)),
            options.get(LakeFsOptions.COMMIT_ID).map(id -> new LakeFsRef(id, false)))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public OpenedSource open(ExportRequest request, SourceSettings settings) {
    return LakeFsRepository.open(
        new ConfiguredServer(settings, System::getenv)
            .with(request.options().get(SharedOptions.RETRY_FOR)),
        LakeFsAddress.parse(request.source()).repository(),
        ObjectSourceOptions.access(request.options()),
        refs(request.source(), request.options()).stream().findFirst());
  }

  @Override
  public void warmUp() {
    MetadataFile.warmUp();
    LakeFsClient.warmUp(new ConfiguredServer("http://127.0.0.1:9", "no-key", "no-key", ""));
    Stores.warmUp();
  }
}
