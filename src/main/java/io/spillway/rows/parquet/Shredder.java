package io.spillway.rows.parquet;

import io.spillway.rows.ColumnVector;
import io.spillway.rows.ListColumn;
import io.spillway.rows.StructColumn;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A writer of a schema field's vectors to its leaves, with the levels that encode the nesting. */
final class Shredder {
  private final Type field;
  private final int repeated;
  private final @Nullable LeafWriter leaf;
  private final List<Shredder> children;
  private final Levels levels = new Levels();

  /**
   * Creates a shredder.
   *
   * @param lists number of lists around the field
   * @param leaves leaves of the file, starting with the field's first; the shredder consumes its
   *     own
   */
  private Shredder(Type field, int lists, Iterator<LeafWriter> leaves) {
    this.field = field;
    if (field.isPrimitive()) {
      this.repeated = lists;
      this.leaf = leaves.next();
      this.children = List.of();
      return;
    }
    this.leaf = null;
    GroupType group = field.asGroupType();
    LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
    if (logical instanceof ListLogicalTypeAnnotation) {
      this.repeated = lists + 1;
      Type element = group.getType(0).asGroupType().getType(0);
      this.children = List.of(new Shredder(element, repeated, leaves));
    } else if (logical instanceof MapLogicalTypeAnnotation) {
      this.repeated = lists + 1;
      this.children = List.of(new Shredder(group.getType(0), repeated, leaves));
    } else {
      this.repeated = lists;
      this.children =
          group.getFields().stream().map(child -> new Shredder(child, lists, leaves)).toList();
    }
  }

  /** Returns a shredder of a top-level field. */
  static Shredder of(Type field, Iterator<LeafWriter> leaves) {
    return new Shredder(field, 0, leaves);
  }

  /** Writes values of a top-level column. */
  void write(ColumnVector vector, int from, int to) {
    if (leaf != null) {
      leaf.write(vector, from, to);
    } else {
      levels.ofRows(from, to);
      write(vector);
    }
  }

  private void write(ColumnVector vector) {
    if (field.isRepetition(Type.Repetition.OPTIONAL)) {
      levels.define(vector);
    } else if (vector.hasNulls()) {
      throw new IllegalStateException("Invalid null in " + field.getName());
    }
    if (leaf != null) {
      leaf.write(vector, levels);
    } else if (vector instanceof ListColumn list) {
      Shredder elements = children.get(0);
      elements.levels.ofElements(levels, list, repeated);
      elements.write(list.elements());
    } else if (vector instanceof StructColumn struct) {
      for (int number = 0; number < struct.fields(); number++) {
        children.get(number).levels.ofSame(levels);
        children.get(number).write(struct.field(number));
      }
    }
  }
}
