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
            "a database whose host there is none of",
            3,
            NAME,
            world -> Line.of("postgresql://ann@nowhere.invalid/shop", world.folder())),
        refused(
            "a database where nobody listens",
            3,
            "Correct host and port, or start the server.",
            world -> Line.of("postgresql://ann@127.0.0.1:1/shop", world.folder())),
        refused(
            "a database that there is none of",
            2,
            NAME,
            world -> Line.of(world.database().replaceAll("/[^/]+$", "/nowhere"), world.folder())),
        refused(
            "a database's address without a database",
            2,
            NAME,
            world -> Line.of("postgresql://ann@db.example.com", world.folder())),
        refused(
            "a password in the address",
            2,
            "Keep it in `PGPASSWORD` or `~/.pgpass`.",
            world -> Line.of("postgresql://ann:my-own-secret@127.0.0.1/shop", world.folder())),
        refused(
            "a parameter of the connection that is unknown",
            2,
            "Correct it, or leave it out.",
            world -> Line.of(world.database() + "?sslmodus=full", world.folder())),
        refused(
            "TLS with a server that has none",
            3,
            "Give the server a certificate, or leave `sslmode` out.",
            world -> Line.of(world.database() + "?sslmode=require", world.folder())),
        refused(
            "a password command that fails",
            3,
            "Run it by hand.",
            world -> rows(world, "--password-command=echo my-own-secret; exit 3")));
  }

  private static List<WrongInput> tables() {
    return List.of(
        refused(
            "a schema that there is none of",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sale")),
        refused(
            "a table that there is none of",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sales.order")),
        refused(
            "a glob that matches no table",
            2,
            NAME,
            world -> rows(world, "--export-only=" + world.databaseName() + ".sales.x*")),
        refused(
            "tables of another database",
            2,
            "Export that by itself.",
            world -> rows(world, "--export-only=other.public")),
        refused(
            "a predicate that is no SQL",
            2,
            NAME,
            world -> rows(world, "--where=sales.orders=id >")),
        refused(
            "a predicate for a table that is not exported",
            2,
            "Correct the name, or export it.",
            world -> rows(world, "--where=sales.invoices=true")),
        refused(
            "a column that there is none of",
            2,
            NAME,
            world -> rows(world, "--columns=sales.orders=id,prize")));
  }

  private static List<WrongInput> options() {
    return List.of(
        refused(
            "lakeFS's options with a database",
            2,
            "Leave them out.",
            world -> rows(world, "--branch=main")),
        refused("one connection alone", 2, NAME, world -> rows(world, "--max-connections=1")),
        refused("files of no size", 2, NAME, world -> rows(world, "--target-file-size=big")),
        refused(
            "a compression that is unknown", 2, NAME, world -> rows(world, "--compression=lzo")),
        refused("a numeric that is no type", 2, NAME, world -> rows(world, "--numeric=float")),
        refused("an export id that is none", 2, NAME, world -> rows(world, "--export-id=a/b")));
  }

  private static List<WrongInput> destinations() {
    return List.of(
        refused(
            "an export's folder that is not empty",
            4,
            "Choose another id, or delete the folder.",
            world -> {
              world.put("nightly/x", "somebody's");
              return rows(world, "--export-id=nightly");
            }),
        refused(
            "a database over a lakeFS repository",
            4,
            "Choose another destination.",
            world -> {
              world.exported();
              return rows(world);
            }),
        refused(
            "verify of a database that was never exported there",
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
