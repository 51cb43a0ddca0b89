package io.spillway.wrong;

import static io.spillway.wrong.Left.MARKER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Location;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a commit is kept in: a metarange and its ranges. */
final class WrongMetadataFiles {
  private static final String CURE = "Restore the file from a backup of the storage.";

  private WrongMetadataFiles() {}

  static List<WrongInput> all() {
    Stream<WrongInput> damaged =
        Stream.of(File.values())
            .flatMap(
                file ->
                    Stream.of(
                        wrong(file, "truncated ", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
                        wrong(file, "corrupt ", WrongMetadataFiles::flipped),
                        wrong(file, "unreadable ", bytes -> "{\"a\": 1}".getBytes(UTF_8)),
                        wrong(file, "empty ", bytes -> new byte[0])));
    return Stream.concat(damaged, Stream.of(gone())).toList();
  }

  private enum File {
    METARANGE,
    RANGE;

    String words() {
      return this == RANGE ? "range" : "metarange";
    }

    Location of(Repo repo, String branch) {
      return repo.metadataFile(
          this == RANGE
              ? repo.ranges(branch).get(repo.ranges(branch).size() - 1).id()
              : repo.commit(branch).metaRangeId());
    }
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 3] ^= 0x10;
    return flipped;
  }

  private static WrongInput wrong(File file, String how, UnaryOperator<byte[]> damage) {
    String cause = how + file.words();
    return WrongInput.fails(
        cause,
        MARKER,
        CURE,
        world -> {
          Repo repo = world.repository();
          Location damaged = file.of(repo, committed(world, cause));
          repo.overwrite(damaged, damage.apply(repo.read(damaged)));
          return world.export(WrongKeys.name(cause));
        });
  }

  /** Of a metarange lakeFS could list the objects all the same, and then they are exported. */
  private static WrongInput gone() {
    String cause = "missing range";
    return WrongInput.fails(
        cause,
        MARKER,
        CURE,
        world -> {
          Repo repo = world.repository();
          repo.remove(File.RANGE.of(repo, committed(world, cause)));
          return world.export(WrongKeys.name(cause));
        });
  }

  /** A branch whose files no other commit shares. */
  private static String committed(World world, String cause) {
    Branch branch = world.branch(WrongKeys.name(cause));
    branch.put("only here", cause.getBytes(UTF_8));
    branch.commit(cause);
    return branch.name();
  }
}
