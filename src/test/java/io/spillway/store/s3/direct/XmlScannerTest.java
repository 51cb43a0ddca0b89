package io.spillway.store.s3.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.store.s3.direct.XmlScanner.Event;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The scanner beside the parser of the JDK. */
class XmlScannerTest {
  private static final List<String> TEXTS =
      List.of(
          "a",
          " ",
          "\r\n",
          "\r",
          "&lt;",
          "&amp;",
          "&#x1F600;",
          "&#10;",
          "&quot;&apos;",
          "]]",
          "größe",
          "<![CDATA[<x>&amp;]]>",
          "<!-- <b> & -->",
          "<?pi a>b?>",
          "<e/>",
          "<e a='>' b=\"'/\"></e>");

  private static List<String> scanned(String xml) {
    XmlScanner scanner = new XmlScanner(xml.getBytes(UTF_8));
    List<String> events = new ArrayList<>();
    for (Event event = scanner.next(); event != Event.END; event = scanner.next()) {
      events.add(scanner.text());
      events.add(event + " " + scanner.name());
    }
    return events;
  }

  private static List<String> parsed(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XMLStreamReader reader =
        factory.createXMLStreamReader(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    List<String> events = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          events.add(text.toString());
          events.add("OPEN " + reader.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          events.add(text.toString());
          events.add("CLOSE " + reader.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {
          // Comments and instructions are no content.
        }
      }
    }
    return events;
  }

  private static String element(Random random, int depth) {
    String name = "n" + random.nextInt(3);
    StringBuilder xml = new StringBuilder("<" + name + (random.nextBoolean() ? " x='1' >" : ">"));
    for (int i = random.nextInt(5); i > 0; i--) {
      xml.append(
          depth < 4 && random.nextBoolean()
              ? element(random, depth + 1)
              : TEXTS.get(random.nextInt(TEXTS.size())));
    }
    return xml.append("</" + name + (random.nextBoolean() ? " >" : ">")).toString();
  }

  @Test
  void shouldFindWhatTheParserOfTheJdkFinds() throws XMLStreamException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String xml = (random.nextBoolean() ? "<?xml version='1.0'?>" : "") + element(random, 0);
      assertThat(scanned(xml)).as("seed " + seed + ": " + xml).isEqualTo(parsed(xml));
    }
  }

  /** Cut anywhere within its root element, no document looks whole. */
  @Test
  void shouldNoticeThatADocumentIsCut() {
    String xml = "<a><b x='1'>t&amp;</b><!-- c --><![CDATA[d]]><e/></a>";
    for (int end = 1; end < xml.length(); end++) {
      String cut = xml.substring(0, end);
      assertThatThrownBy(() -> scanned(cut)).as(cut).isInstanceOf(SdkClientException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a></b>",
        "<a></a></a>",
        "<a><b></a></b>",
        "<a>&unknown;</a>",
        "<a>&#x110000;</a>",
        "<a>& b</a>",
        "<>x</>",
        "<a b=\"",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
      })
  void shouldRejectWhatIsNoXml(String xml) {
    assertThatThrownBy(() -> scanned(xml))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("Could not parse XML response");
  }

  @Test
  void shouldRejectBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> new XmlScanner(new byte[] {'<', 'a', '>', (byte) 0xFF}))
        .isInstanceOf(SdkClientException.class);
  }
}
