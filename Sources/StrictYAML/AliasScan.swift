// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import CYaml

/// Looks for anchors and aliases in one pass over a text's events, without composing anything. (A pass over its tokens
/// would take the square of the depth of `[[[[…`; the parser stops at a depth.)
enum AliasScan {
  struct Mark {
    /// With its `&` or `*`.
    let name: String
    let isAlias: Bool
    let place: YAMLPlace
  }

  /// In the order of the text, up to where it stops being YAML: then the parser tells why.
  static func marks(in text: String, atMost count: Int) -> [Mark] {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return [] }
    defer { yaml_parser_delete(&parser) }
    var text = text
    var marks: [Mark] = []
    text.withUTF8 { bytes in
      yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      while marks.count < count {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { return }
        defer { yaml_event_delete(&event) }
        let (line, column) = (Int(event.start_mark.line) + 1, Int(event.start_mark.column) + 1)
        func found(_ sign: String, _ name: UnsafeMutablePointer<yaml_char_t>?) {
          guard let name else { return }
          marks.append(
            Mark(
              name: sign + String(cString: name), isAlias: sign == "*", place: YAMLPlace(line: line, column: column)))
        }
        switch event.type {
        case YAML_ALIAS_EVENT: found("*", event.data.alias.anchor)
        case YAML_SCALAR_EVENT: found("&", event.data.scalar.anchor)
        case YAML_SEQUENCE_START_EVENT: found("&", event.data.sequence_start.anchor)
        case YAML_MAPPING_START_EVENT: found("&", event.data.mapping_start.anchor)
        case YAML_STREAM_END_EVENT: return
        default: break
        }
      }
    }
    return marks
  }
}
