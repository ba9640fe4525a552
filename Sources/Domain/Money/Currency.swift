// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An ISO 4217 currency by its alphabetic code. Only form is checked: three capital ASCII letters.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  package let code: String

  package init?(_ code: some StringProtocol) {
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
      return nil
    }
    self.code = String(code)
  }

  package static let usd = Currency("USD")!

  package var description: String { code }
}
