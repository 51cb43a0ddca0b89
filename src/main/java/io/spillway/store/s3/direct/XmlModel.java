package io.spillway.store.s3.direct;

import io.spillway.store.s3.direct.XmlScanner.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The elements of the SDK's models in XML, as their fields describe them. All lists of S3's answers
 * are flattened: their elements follow one another without an element around them.
 */
final class XmlModel {
  private static final Map<Class<?>, XmlModel> KNOWN = new ConcurrentHashMap<>();

  private final Map<String, SdkField<?>> fields = new HashMap<>();
  private final List<SdkField<?>> payload = new ArrayList<>();

  private XmlModel(SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      if (field.location() == MarshallLocation.PAYLOAD) {
        fields.put(field.unmarshallLocationName(), field);
        if (field.containsTrait(PayloadTrait.class, TraitType.PAYLOAD_TRAIT)) {
          payload.add(field);
        }
      }
    }
  }

  private static XmlModel of(SdkPojo builder) {
    return KNOWN.computeIfAbsent(builder.getClass(), type -> new XmlModel(builder));
  }

  /** Reads the root element, which was just opened, into the builder of an answer. */
  static void readRoot(XmlScanner xml, SdkPojo builder) {
    XmlModel model = of(builder);
    if (model.payload.isEmpty()) {
      model.readElements(xml, builder);
    } else {
      SdkField<?> whole = model.payload.get(0);
      whole.set(builder, structure(xml, whole));
    }
  }

  /** Fills in the part of an answer that a body without content means. */
  static void readNothing(SdkPojo builder) {
    for (SdkField<?> whole : of(builder).payload) {
      whole.set(builder, ((Buildable) whole.constructor().get()).build());
    }
  }

  private void readElements(XmlScanner xml, SdkPojo builder) {
    Map<SdkField<?>, List<Object>> lists = new LinkedHashMap<>();
    while (xml.next() == Event.OPEN) {
      SdkField<?> field = fields.get(xml.name());
      if (field == null) {
        xml.skip();
      } else if (field.marshallingType() == MarshallingType.LIST) {
        ListTrait list = field.getRequiredTrait(ListTrait.class, TraitType.LIST_TRAIT);
        lists
            .computeIfAbsent(field, ignored -> new ArrayList<>())
            .add(value(xml, list.memberFieldInfo()));
      } else {
        field.set(builder, value(xml, field));
      }
    }
    lists.forEach((field, values) -> field.set(builder, values));
  }

  private static Object value(XmlScanner xml, SdkField<?> field) {
    return field.marshallingType() == MarshallingType.SDK_POJO
        ? structure(xml, field)
        : FieldValues.parsed(field, leaf(xml));
  }

  private static Object structure(XmlScanner xml, SdkField<?> field) {
    SdkPojo inner = field.constructor().get();
    of(inner).readElements(xml, inner);
    return ((Buildable) inner).build();
  }

  /** Returns the text of the element that was just opened; elements in it are skipped. */
  private static String leaf(XmlScanner xml) {
    if (xml.next() == Event.CLOSE) {
      return xml.text();
    }
    xml.skip();
    while (xml.next() == Event.OPEN) {
      xml.skip();
    }
    return "";
  }
}
