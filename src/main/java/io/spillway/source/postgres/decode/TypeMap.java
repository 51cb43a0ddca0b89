package io.spillway.source.postgres.decode;

import io.spillway.rows.Column;
import io.spillway.rows.ColumnType;
import io.spillway.rows.ColumnType.Decimal;
import io.spillway.rows.ColumnType.ListOf;
import io.spillway.rows.ColumnType.Plain;
import io.spillway.rows.ColumnType.StructOf;
import io.spillway.source.postgres.decode.PrintedType.Scalar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The mapping from the types of a database to exported types: {@code
 * docs/reference/postgres-types.md}.
 */
public final class TypeMap {
  /**
   * Session settings that make the text of a value independent of server, database and role. {@code
   * lc_monetary} is the only one that depends on the database.
   */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "client_encoding", "UTF8",
          "DateStyle", "ISO, YMD",
          "IntervalStyle", "postgres",
          "TimeZone", "UTC",
          "extra_float_digits", "3",
          "bytea_output", "hex",
          "array_nulls", "on",
          "xmlbinary", "base64",
          "quote_all_identifiers", "off");

  /** A smaller type modifier declares no precision. */
  private static final int TYPMOD_HEAD = 4;

  private static final int PRECISION_SHIFT = 16;
  private static final int SCALE_MASK = 0x7FF;
  private static final int SCALE_SIGN = 0x400;

  /** The vectors of the catalogue are arrays whose text uses other separators. */
  private static final long INT2VECTOR = 22;

  private static final long OIDVECTOR = 30;

  private final Map<Long, PgType> types;
  private final Map<Long, PrintedType> printed = new HashMap<>();
  private final TypeOptions options;

  /**
   * Creates a map.
   *
   * @param types types of the database, by OID; a missing type is exported as text
   * @param options choices of the user
   */
  public TypeMap(Map<Long, PgType> types, TypeOptions options) {
    this.types = Map.copyOf(types);
    this.options = options;
  }

  /** Returns how a column is read. */
  public ReadColumn read(PgColumn column) {
    return read(column, form(column.type(), column.typmod(), column.dimensions()));
  }

  /**
   * Returns how a column is read as a type that the user chose.
   *
   * @throws IllegalArgumentException if {@link #canRead} has an objection
   */
  public ReadColumn read(PgColumn column, ColumnType chosen) {
    canRead(column, chosen)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    if (chosen == Plain.STRING) {
      return read(column, ReadExpression.TEXT);
    }
    return read(
        column,
        chosen == Plain.JSON
            ? json(column.type())
            : new ReadExpression(chosen, Scalar.STRING, true));
  }

  /** Returns why a column cannot have a type that the user chose; empty if it can. */
  public Optional<String> canRead(PgColumn column, ColumnType chosen) {
    if (chosen == Plain.STRING) {
      return Optional.empty();
    }
    boolean isPlain = printed(column.type()) instanceof Scalar;
    if (chosen == Plain.JSON) {
      return isPlain && printed(column.type()) != Scalar.JSON
          ? Optional.of(
              "which is of type "
                  + column.formatted()
                  + ": give json to arrays and"
                  + " composite types alone")
          : Optional.empty();
    }
    return isPlain
        ? Optional.empty()
        : Optional.of("which is of type " + column.formatted() + ": give text or json to it");
  }

  private ReadColumn read(PgColumn column, ReadExpression form) {
    return new ReadColumn(
        new Column(column.name(), form.type(), column.formatted()),
        form.expression(),
        form.format(),
        options.nullsOutOfRange());
  }

  /** Returns the OIDs of all enum types that occur in the values of a column. */
  public Set<Long> enums(PgColumn column) {
    Set<Long> found = new TreeSet<>();
    addEnums(column.type(), new HashSet<>(), found);
    return found;
  }

  private void addEnums(long oid, Set<Long> seen, Set<Long> found) {
    PgType type = types.get(oid);
    if (type == null || !seen.add(oid)) {
      return;
    }
    if (type.kind() == 'e') {
      found.add(oid);
    }
    addEnums(type.element(), seen, found);
    addEnums(type.base(), seen, found);
    type.attributes().forEach(one -> addEnums(one.type(), seen, found));
  }

  private ReadExpression form(long oid, int typmod, int dimensions) {
    PgType type = types.get(oid);
    return BuiltinType.of(oid)
        .map(known -> known == BuiltinType.NUMERIC ? numeric(typmod) : known.form())
        .orElseGet(() -> type == null ? ReadExpression.TEXT : other(type, typmod, dimensions));
  }

  private ReadExpression other(PgType type, int typmod, int dimensions) {
    if (type.element() != 0) {
      return dimensions > 1 ? json(type.oid()) : array(type, typmod);
    }
    return switch (type.kind()) {
      case 'd' -> form(type.base(), type.typmod(), dimensions);
      case 'e' -> options.annotatesEnums() ? ReadExpression.ENUM : ReadExpression.LABEL;
      case 'c' -> composite(type);
      default -> ReadExpression.TEXT;
    };
  }

  /** Returns how a composite type is read. Parquet has no group without fields. */
  private ReadExpression composite(PgType type) {
    if (!options.structs() || type.attributes().isEmpty()) {
      return json(type.oid());
    }
    List<StructOf.Field> fields =
        type.attributes().stream()
            .map(
                one ->
                    new StructOf.Field(
                        one.name(), form(one.type(), one.typmod(), one.dimensions()).type()))
            .toList();
    return new ReadExpression(new StructOf(fields), printed(type.oid()), true);
  }

  /** Returns how an array is read. Lists cannot contain lists, so nested arrays become JSON. */
  private ReadExpression array(PgType type, int typmod) {
    ReadExpression element = form(type.element(), typmod, 0);
    if (element.type() instanceof ListOf) {
      return json(type.oid());
    }
    ListOf list = new ListOf(element.type());
    return new ReadExpression(
        list, element.printed() ? printed(type.oid()) : element.format(), element.printed());
  }

  private ReadExpression json(long oid) {
    return ReadExpression.json(printed(oid));
  }

  /**
   * Returns the structure of a type. A composite type may occur in others many times, so each type
   * is described only once.
   */
  private PrintedType printed(long oid) {
    PrintedType known = printed.get(oid);
    if (known == null) {
      known =
          BuiltinType.of(oid)
              .map(BuiltinType::printed)
              .orElseGet(() -> describe(oid, types.get(oid)));
      printed.put(oid, known);
    }
    return known;
  }

  private PrintedType describe(long oid, @Nullable PgType type) {
    if (type == null) {
      return Scalar.STRING;
    }
    if (oid == INT2VECTOR || oid == OIDVECTOR) {
      return new PrintedType.Vector(printed(type.element()));
    }
    if (type.element() != 0) {
      PgType element = types.get(type.element());
      char delimiter = element == null ? ',' : element.delimiter();
      return new PrintedType.ArrayOf(delimiter, printed(type.element()));
    }
    return switch (type.kind()) {
      case 'd' -> printed(type.base());
      case 'c' -> new PrintedType.Composite(type.relation(), type.name(), fields(type));
      default -> Scalar.STRING;
    };
  }

  private List<PrintedType.Field> fields(PgType type) {
    return type.attributes().stream()
        .map(one -> new PrintedType.Field(one.name(), printed(one.type())))
        .toList();
  }

  /**
   * Returns how a numeric is read. Declared digits make a decimal if Parquet's readers support that
   * many. A scale below 0, or above the precision, adds its zeros to the decimal's digits.
   */
  private ReadExpression numeric(int typmod) {
    if (typmod >= TYPMOD_HEAD) {
      int packed = typmod - TYPMOD_HEAD;
      int precision = packed >> PRECISION_SHIFT;
      int scale = ((packed & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN;
      int digits = Math.max(precision, scale) - Math.min(scale, 0);
      if (digits <= Decimal.MOST_DIGITS) {
        return ReadExpression.plain(new Decimal(digits, Math.max(scale, 0)), WireFormat.NUMERIC);
      }
    }
    return ReadExpression.plain(options.numeric().column(), WireFormat.NUMERIC);
  }
}
