// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy
import StrictYAML

/// A legal text in a file of this machine, and where it was fetched from.
package struct StoredText {
  package let url: String
  package let file: String
  package let bytes: [UInt8]
  package let digest: ContentDigest
  package let words: LegalWords

  /// - Parameter argument: `ADDRESS=FILE`; the address may hold `=` itself if the file's name does not.
  package init(_ argument: String) throws(InstallationProblem) {
    guard let mark = argument.lastIndex(of: "="), isAddress(String(argument[..<mark])) else {
      throw InstallationProblem(
        .badInput, "--text '\(argument.prefix(80))': write ADDRESS=FILE, such as https://…/LICENSE=LICENSE")
    }
    url = String(argument[..<mark])
    file = String(argument[argument.index(after: mark)...])
    bytes = try AtomicFile.read(file)
    guard !bytes.isEmpty else {
      throw InstallationProblem(.badInput, "\(file): a legal text has from 1 byte to 1 MiB")
    }
    words = LegalWords(bytes)
    guard !words.isEmpty else { throw InstallationProblem(.badInput, "\(file): there is not one word in it") }
    digest = ContentDigest(of: bytes)
  }

  /// However the text is broken into lines.
  func holds(_ quote: String) -> Bool { words.holds(quote) }
}
