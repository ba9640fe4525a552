// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a record says of a text without saying the text: who has the text and its salt can show that they belong
/// together, and nobody else learns anything.
package struct TextCommitment: Hashable, Sendable {
  package let commitment: Commitment
  /// Which bytes were committed to.
  package let form: Form

  package enum Form: String, CaseIterable, Sendable {
    /// A text in Unicode's form NFC.
    case text
    /// The `messages` of a chat, or the list of an embedding's inputs, in canonical JSON (RFC 8785).
    case json
    /// The tool calls of an answer in canonical JSON.
    case toolCalls = "tool_calls"
  }

  package init(_ commitment: Commitment, form: Form) {
    (self.commitment, self.form) = (commitment, form)
  }
}
