// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The text of a chat request for a model inside the process.
package enum ChatText {
  /// The text of the last message with the role `user`: its string, or its text parts with a line end between them.
  /// What a system message says is no text to work on, and is left out.
  ///
  /// - Parameter tape: of exactly these bytes, which `RequestFacts.read` accepted.
  /// - Returns: empty when there is no such message.
  package static func read(_ tape: borrowing JSONTape, _ bytes: Span<UInt8>) -> String {
    guard let messages = tape.member("messages", of: tape.root, in: bytes) else { return "" }
    var content: JSONTape.Node?
    for message in tape.elements(messages) {
      if let role = tape.member("role", of: message, in: bytes), tape.equals(role, "user", in: bytes) {
        content = tape.member("content", of: message, in: bytes)
      }
    }
    guard let content else { return "" }
    if let text = tape.string(content, in: bytes) { return text }
    var texts: [String] = []
    for part in tape.elements(content) {
      if let type = tape.member("type", of: part, in: bytes), tape.equals(type, "text", in: bytes),
        let node = tape.member("text", of: part, in: bytes), let text = tape.string(node, in: bytes)
      {
        texts.append(text)
      }
    }
    return texts.joined(separator: "\n")
  }
}
