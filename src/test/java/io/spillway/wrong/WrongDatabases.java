package io.spillway.wrong;

import static io.spillway.wrong.WrongInput.refused;

import java.util.ArrayList;
import java.util.List;

/** Databases, and what is asked of them. */
final class WrongDatabases {
  private static final String NAME = "Correct it.";

  private WrongDatabases() {}

  static List<WrongInput> all() {
    List<WrongInput> all = new ArrayList<>(places());
    all.addAll(tables());
    all.addAll(options());
    all.addAll(destinations());
    return all;
  }

  private static List<WrongInput> places() {
    return List.of(
        refused(
            "unknown database host",
            3,
            NAME,
            world -> Line.of("postgresql://ann@nowhere.invalid/shop", world.folder())),
        refused(
            "unreachable database",
            3,
            "Correct host and port, or start the server.",
            world -> Line.of("postgresql://ann@127.0.0.1:1/shop", world.folder())),
        refused(
            "unknown database",
            2,
            NAME,
            world -> Line.of(world.database().replaceAll("/[^/]+$", "/nowhere"), world.folder())),
        refused(
            "URL without a database",
            2,
            NAME,
            world -> Line.of("postgresql://ann@db.example.com", world.folder())),
        refused(
            "password in the URL",
            2,
            "Keep it in `PGPASSWORD` or `~/.pgpass`.",
            world -> Line.of("postgresql://ann:my-own-secret@127.0.0.1/shop", world.folder())),
        refused(
            "unknown connection parameter",
            2,
            "Correct it, or leave it out.",
            world -> Line.of(world.database() + "?sslmodus=full", world.folder())),
        refused(
            "TLS with a server without TLS",
            3,
            "Give the server a certificate, or leave `sslmode` out.",
            world -> Line.of(world.database() + "?sslmode=require", world.folder())),
        refused(
            "failing password command",
            3,
            "Run it by hand.",
            world -> rows(world, "--password-command=echo my-own-secret; exit 3")));
  }

  private static List<WrongInput> tables() {
    return List.of(
        refused(
            "unknown schema",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sale")),
        refused(
            "unknown table",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sales.order")),
        refused(
            "glob without a match",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sales.x*")),
        refused(
            "tables of another database",
            2,
            "Export that by itself.",
            world -> rows(world, "--export-only=other.public")),
        refused("invalid predicate", 2, NAME, world -> rows(world, "--where=sales.orders=id >")),
        refused(
            "predicate for a table that is not exported",
            2,
            "Correct the name, or export it.",
            world -> rows(world, "--where=sales.invoices=true")),
        refused(
            "unknown column", 2, NAME, world -> rows(world, "--columns=sales.orders=id,prize")));
  }

  private static List<WrongInput> options() {
    return List.of(
        refused(
            "lakeFS option with a database",
            2,
            "Leave them out.",
            world -> rows(world, "--branch=main")),
        refused("too few connections", 2, NAME, world -> rows(world, "--max-connections=1")),
        refused("file size too small", 2, NAME, world -> rows(world, "--target-file-size=big")),
        refused("unknown compression", 2, NAME, world -> rows(world, "--compression=lzo")),
        refused("invalid numeric type", 2, NAME, world -> rows(world, "--numeric=float")),
        refused("invalid export id", 2, NAME, world -> rows(world, "--export-id=a/b")));
  }

  private static List<WrongInput> destinations() {
    return List.of(
        refused(
            "export folder that is not empty",
            4,
            "Choose another id, or delete the folder.",
            world -> {
              world.put("nightly/x", "somebody's");
              return rows(world, "--export-id=nightly");
            }),
        refused(
            "database export to a lakeFS destination",
            4,
            "Choose another destination.",
            world -> {
              world.exported();
              return rows(world);
            }),
        refused(
            "verify of a database that was never exported",
            2,
            "Correct the destination.",
            world -> Line.of("verify", world.database(), world.folder())));
  }

  private static Line rows(World world, String... more) {
    List<String> line = new ArrayList<>(List.of(world.database(), world.folder()));
    line.addAll(List.of(more));
    return Line.of(line.toArray(String[]::new));
  }
}
