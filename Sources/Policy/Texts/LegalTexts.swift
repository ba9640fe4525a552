// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// The texts of licences and providers that lie in the policy directory (`Policies/texts`), against which the entries are held.
struct LegalTexts {
  private let bytes: [String: [UInt8]]
  /// What is wrong with the files themselves.
  let problems: [YAMLProblem]

  init(_ files: [PolicyFiles.File]) {
    bytes = Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    problems = files.compactMap { file in
      Self.fault(of: file.bytes).map { YAMLProblem(file: file.name, place: .start, message: $0) }
    }
  }

  /// Relative to the policies.
  var names: [String] { bytes.keys.sorted() }

  /// Nil where there is no such file.
  func digest(_ name: String) -> ContentDigest? { bytes[name].map { ContentDigest(of: $0) } }

  func words(_ name: String) -> LegalWords? { bytes[name].map { LegalWords($0) } }

  private static func fault(of bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "the text is empty; store it, or remove the file" }
    if String(validating: bytes, as: UTF8.self) == nil { return "the text is not UTF-8; store it as plain UTF-8" }
    return nil
  }
}
