// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension SecretSource {
  /// Reads `api_key:`, which says where the key is and never holds it. A key that stands there is not repeated in the
  /// message: logs and terminals keep what they are shown.
  init?(_ map: YAMLMap, _ installation: Installation) {
    guard !map.isScalar("api_key") else {
      map.error(
        "a key must not stand in this file; write `api_key: {env: NAME}` or `api_key: {file: PATH}`, and replace the "
          + "key that stood here, since it may have been seen", at: "api_key")
      return nil
    }
    let source = map.map("api_key") { map -> SecretSource? in
      let name = map.optional("env", .environmentName)
      let path = map.optional("file", .secretPath)
      guard map.has("env") != map.has("file") else {
        map.report.error("`api_key` must be {env: NAME} or {file: PATH}, one of the two", at: map.place)
        return nil
      }
      return name.map(SecretSource.environment) ?? path.map { .file(installation.resolve($0)) }
    }
    guard let source, let source else { return nil }
    self = source
  }
}

extension YAMLForm where Value == String {
  /// A wrong one is not shown: it may be the key itself, put in the wrong place.
  static var environmentName: YAMLForm {
    YAMLForm(expected: "the name of an environment variable (A-Z, a-z, 0-9, _)", isText: true, isShown: false) { text in
      let isName = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      return isName && text.utf8.first.map { $0 > UInt8(ascii: "9") } == true ? text : nil
    }
  }

  static var secretPath: YAMLForm {
    YAMLForm(expected: "the path of a file", isText: true, isShown: false) { text in
      text.isEmpty || text.contains(where: \.isNewline) ? nil : text
    }
  }
}
