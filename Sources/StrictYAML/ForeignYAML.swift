// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// YAML in a format that somebody else defines, such as a model card: keys that nobody asks for are fine here. All
/// else is as strict as in our own files: one document, bounded size and depth, no anchors, aliases, tags or
/// duplicate keys.
package enum ForeignYAML {
  /// - Parameter mayBeEmpty: Nothing but comments is then a map without keys.
  /// - Returns: The root, whatever it is; nil if anything is wrong, and then the report has errors.
  package static func read(bytes: [UInt8], report: YAMLReport, mayBeEmpty: Bool = false) -> YAMLNode? {
    guard
      let text = YAMLText.decode(
        bytes, called: "text", tooLarge: "the text is larger than 1 MiB; that is no description of a model",
        report: report)
    else { return nil }
    let root = YAMLComposer(text: text, report: report, mayBeEmpty: mayBeEmpty).compose()
    return report.hasErrors ? nil : root
  }
}

extension YAMLNode {
  /// The value of a key; nil where this is no map, or the key is absent or null.
  package subscript(key: String) -> YAMLNode? {
    guard let value = members.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
    return value
  }

  /// Of a map, in the order of the file; empty for everything else.
  package var members: [YAMLEntry] {
    if case .map(let entries) = content { entries } else { [] }
  }

  /// Of a list; empty for everything else.
  package var elements: [YAMLNode] {
    if case .list(let nodes) = content { nodes } else { [] }
  }

  /// A single value as it was written; nil for null, lists and maps.
  package var text: String? {
    if case .scalar(let scalar) = content, !isNull { scalar.text } else { nil }
  }

  /// The texts of a list, or the one text: how hub metadata writes "one or many".
  package var texts: [(text: String, place: YAMLPlace)] {
    if let text { return [(text, place)] }
    return elements.compactMap { node in node.text.map { ($0, node.place) } }
  }
}
