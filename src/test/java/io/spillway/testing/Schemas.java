package io.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The documented schemas of what is printed with {@code --output=json}. */
public final class Schemas {
  /** Where they stand. */
  public static final Path FOLDER =
      Path.of(System.getProperty("basedir", ""), "docs", "reference", "schemas").toAbsolutePath();

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Schemas() {}

  /** The one document that was printed, which is valid and of that type. */
  public static JsonNode valid(String type, String printed) {
    JsonNode document = parsed(printed);
    assertThat(document.path("type").asText()).as(printed).isEqualTo(type);
    assertThat(complaints(document)).as(printed).isEmpty();
    return document;
  }

  /** The object of a listing that was printed in a line, which is valid. */
  public static JsonNode validAs(String schema, String line) {
    JsonNode object = parsed(line);
    assertThat(schema(schema).validate(object)).as(line).isEmpty();
    return object;
  }

  /** What its schema says against a document. */
  public static Set<ValidationMessage> complaints(JsonNode document) {
    return complaints(document.path("type").asText(), document);
  }

  /** What that schema says against a document, or against an entry of a listing. */
  public static Set<ValidationMessage> complaints(String schema, JsonNode document) {
    return schema(schema)
        .validate(
            document, execution -> execution.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  /** Nothing but one document. */
  public static JsonNode parsed(String printed) {
    try {
      return MAPPER.readTree(printed);
    } catch (IOException e) {
      throw new AssertionError("no JSON document: " + printed, e);
    }
  }

  private static JsonSchema schema(String type) {
    Path file = FOLDER.resolve(type + ".json");
    assertThat(file).isRegularFile();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(SchemaLocation.of(file.toUri().toString()));
  }
}
