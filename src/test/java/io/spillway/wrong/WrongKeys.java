package io.spillway.wrong;

import static io.spillway.wrong.Left.MARKER;
import static io.spillway.wrong.Left.MARKER_AND_OTHERS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keys, what objects carry, and what they hold. */
final class WrongKeys {
  private static final String ELSEWHERE =
      "Rename it, or export to an object store, which holds every key.";
  private static final String RENAME = "Rename it.";
  private static final String ASCII = "Rename it, or let `--metadata=drop-invalid` leave it out.";

  private WrongKeys() {}

  static List<WrongInput> all() {
    return Stream.of(forFolders(), forAll(), metadata(), data()).flatMap(List::stream).toList();
  }

  private static List<WrongInput> forFolders() {
    return List.of(
        folder("key with `..` to a folder", "../up"),
        folder("key with `.` to a folder", "a/./b"),
        folder("key with `//` to a folder", "a//b"),
        folder("key beginning with `/` to a folder", "/a"),
        folder("key ending with `/` to a folder", "b/"),
        folder("name over 255 bytes to a folder", "b/" + "x".repeat(256)),
        folder("name with a NUL character", "b/\0"),
        folder("key that is also a folder", "b/_SUCCESS", "b/_SUCCESS/a"));
  }

  private static List<WrongInput> forAll() {
    return List.of(
        onS3("key over 1,024 bytes to S3", RENAME, main -> put(main, "k".repeat(1_025))),
        onS3("key in Spillway's folder", RENAME, main -> put(main, "_spillway/exports/x")),
        onS3("key with the name of the ledger's folder", RENAME, main -> put(main, "_spillway")),
        onS3(
            "key with the name of a marker",
            RENAME,
            main -> put(main, "EXPORT_c1_2026-11-21T09:15:42.118Z_SUCCESS")),
        onS3(
            "key that is not UTF-8",
            RENAME,
            main -> stage(main, Bytes.of(new byte[] {'b', (byte) 0xff}), Map.of())));
  }

  private static List<WrongInput> metadata() {
    return List.of(
        onS3(
            "metadata over 2,048 bytes to S3",
            "Shorten it, or let `--metadata=drop-invalid` leave it out.",
            main -> put(main, Map.of("note", "x".repeat(3_000)))),
        onS3("invalid metadata name", ASCII, main -> put(main, Map.of("a b", "c"))),
        onS3("metadata name that is not ASCII", ASCII, main -> put(main, Map.of("größe", "c"))),
        onS3(
            "metadata names equal but for case",
            ASCII,
            main -> stage(main, Bytes.of("b"), Map.of("Owner", "a", "owner", "b"))));
  }

  private static List<WrongInput> data() {
    return List.of(
        onS3(
            "object address in another kind of storage",
            "If that place is to be trusted, allow it by `--allow-source=PREFIX`; else delete the object in lakeFS.",
            main -> linked(main, "hdfs://namenode:8020/x")),
        WrongInput.fails(
            "imported object with `--deny-imports`",
            MARKER,
            "Allow the place by `--allow-source=PREFIX`, or leave the object out by `--exclude`.",
            world -> {
              linked(world.branch("imported"), "local://elsewhere/x");
              return world.export("imported", "--deny-imports");
            }),
        broken(
            "missing object data",
            "Restore it, or delete the object in lakeFS and commit.",
            (world, entry) -> world.repository().remove(at(world, entry))),
        broken(
            "object data of the wrong size",
            "Restore it.",
            (world, entry) -> world.repository().overwrite(at(world, entry), new byte[1])));
  }

  private static io.spillway.base.Location at(World world, Entry entry) {
    return entry.location(world.repository().storageNamespace());
  }

  private interface Damage {
    void to(World world, Entry entry);
  }

  private static WrongInput broken(String cause, String cure, Damage damage) {
    return WrongInput.fails(
        cause,
        MARKER_AND_OTHERS,
        cure,
        world -> {
          String name = name(cause);
          Branch branch = world.branch(name);
          Entry entry = branch.put("broken", "content".getBytes(UTF_8));
          branch.commit(cause);
          damage.to(world, entry);
          return world.export(name);
        });
  }

  private static WrongInput folder(String cause, String... keys) {
    return WrongInput.fails(
        cause,
        MARKER_AND_OTHERS,
        ELSEWHERE,
        world -> {
          String name = name(cause);
          put(world.branch(name), keys);
          return world.export(name);
        });
  }

  private static WrongInput onS3(String cause, String cure, Consumer<Branch> change) {
    return WrongInput.fails(
        cause,
        MARKER,
        cure,
        world -> {
          String name = name(cause);
          change.accept(world.branch(name));
          return world.toS3(name);
        });
  }

  private static void linked(Branch branch, String address) {
    branch.link("b", io.spillway.base.Location.parse(address), 1, "x", Attributes.NONE);
    branch.commit("linked");
  }

  private static void put(Branch branch, String... keys) {
    for (String key : keys) {
      branch.put(key, "x".getBytes(UTF_8));
    }
    branch.commit("keys");
  }

  private static void put(Branch branch, Map<String, String> metadata) {
    branch.put("b", Body.of("x".getBytes(UTF_8)), new Attributes("text/plain", metadata));
    branch.commit("metadata");
  }

  /** As lakeFS may have it, and its API would not take it. */
  private static void stage(Branch branch, Bytes key, Map<String, String> metadata) {
    Entry entry = branch.put("b", "x".getBytes(UTF_8));

    branch.stage(
        new Entry(
            key,
            entry.address(),
            true,
            entry.size(),
            entry.checksum(),
            0,
            metadata,
            "text/plain",
            Bytes.EMPTY));
    branch.commit("staged");
  }

  /** A branch for the case. */
  static String name(String cause) {
    return "case-" + Integer.toHexString(cause.hashCode());
  }
}
