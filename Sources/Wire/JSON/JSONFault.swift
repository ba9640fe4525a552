// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Why bytes were refused as JSON, and where. Never quotes the document, so it may be shown and logged.
package struct JSONFault: Error, Hashable, Sendable {
  package let kind: Kind
  /// Of the offending byte, counted from 0.
  package let offset: Int

  package enum Kind: String, CaseIterable, Sendable {
    case empty = "there is nothing"
    case truncated = "the text ends too early"
    case byteOrderMark = "a byte order mark is not allowed"
    case unexpectedByte = "unexpected character"
    case trailingBytes = "something follows the value"
    case invalidNumber = "not a number"
    case invalidUTF8 = "not UTF-8"
    case invalidEscape = "unknown escape sequence"
    case loneSurrogate = "an escaped surrogate without its other half"
    case controlCharacter = "a control character that is not escaped"
    case duplicateKey = "a key that the same object already has"
    case tooDeep = "nested too deeply"
    case tooManyValues = "too many values"
    case tooLarge = "too many bytes"
  }

  package init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  package var message: String { "\(kind.rawValue), at byte \(offset)" }

  /// For the body of a request.
  package var gatewayError: GatewayError {
    GatewayError(.invalidJSON, "The body must be one JSON value (RFC 8259, UTF-8, no key twice): \(message).")
  }
}

extension JSONFault: CustomStringConvertible {
  package var description: String { message }
}
