"""XML elements as the objects that the same service gives in JSON."""

from __future__ import annotations

from collections.abc import Collection
from xml.etree.ElementTree import Element

from readnext_adapters.parsing.jsonvalues import Object


def object_of_element(element: Element, lists: Collection[str]) -> Object:
    """Return the children and attributes of an element by name.

    A child of children is an object, any other its text. Children of these names are
    lists. Attributes have "@" before their names, a text beside them the name "text".
    """
    fields: Object = {f"@{key}": value for key, value in element.attrib.items()}
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        value = _value(child, lists)
        known = fields.get(name)
        if name in lists:
            fields[name] = [*(known if isinstance(known, list) else ()), value]
        else:
            fields.setdefault(name, value)
    if not len(element) and element.text:
        fields["text"] = element.text
    return fields


def _value(element: Element, lists: Collection[str]) -> object:
    if len(element) or (element.attrib and element.text):
        return object_of_element(element, lists)
    return element.text or ""
