// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ProvenanceSettings {
  /// Reads `provenance:`.
  /// - `publish`: bool, default true: records commit to their texts, and the transparency log is published
  /// - `log`: directory, default `log`
  /// - `anchors`: list of files: further copies of the newest checkpoint
  /// - `public_url`: where readers reach the console
  init(_ map: YAMLMap, _ installation: Installation) {
    self.init()
    isPublished = map.value("publish", .bool, default: isPublished)
    log = map.value("log", .text, default: log)
    anchors = map.list("anchors", of: .text).map(installation.resolve)
    publicURL = map.optional("public_url", .publicURL)
  }
}

extension YAMLForm where Value == String {
  /// A scheme, a host and perhaps a path: other than that would break the links that begin with it.
  fileprivate static var publicURL: YAMLForm {
    YAMLForm(expected: "an address such as https://llm.example.org", isText: true) { text in
      let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
      guard let rest, !rest.isEmpty, text.utf8.count <= 200 else { return nil }
      let isPlain = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~:/[]".contains($0)) }
      guard isPlain, rest.first != "/" else { return nil }
      return text.last == "/" ? String(text.dropLast()) : text
    }
  }
}
