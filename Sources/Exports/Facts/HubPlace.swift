// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// Where the files of a model lie on Hugging Face.
struct HubPlace {
  let owner: String
  let name: String
  /// 40 hexadecimal digits; nil: not pinned.
  let commit: String?

  /// Nil for weights that are not released, and for a certificate that says that its id is none of the hub's.
  init?(_ certificate: Certificate) {
    let parts = certificate.id.text.split(separator: "/", omittingEmptySubsequences: false)
    guard certificate.isReleased, !certificate.flags.contains(Self.elsewhere), parts.count == 2, parts[0] != "local",
      parts.allSatisfy(Self.isName)
    else { return nil }
    owner = String(parts[0])
    name = String(parts[1])
    if case .pinned(let text) = certificate.revision, text.utf8.count == 40 { commit = text } else { commit = nil }
  }

  /// The flag of a model that the hub does not have under the certificate's id.
  private static let elsewhere = "no_public_hub_id"

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
  }

  var address: String {
    "https://huggingface.co/\(owner)/\(name)" + (commit.map { "/tree/\($0)" } ?? "")
  }

  var card: String { "https://huggingface.co/\(owner)/\(name)/blob/\(commit ?? "main")/README.md" }

  /// Package URL, type `huggingface` (<https://github.com/package-url/purl-spec>).
  var packageURL: String { "pkg:huggingface/\(owner)/\(name)" + (commit.map { "@\($0)" } ?? "") }
}
