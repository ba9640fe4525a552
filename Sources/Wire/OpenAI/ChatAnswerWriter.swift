// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Writes answers of a model inside the process in the OpenAI dialect, as a whole or as a stream.
package struct ChatAnswerWriter: Sendable {
  /// The strings that client libraries accept.
  package enum FinishReason: String, Sendable {
    case stop, length
  }

  private let id: String
  /// Seconds since 1970; the same on every chunk.
  private let created: Int64
  private let model: String
  private let includesUsage: Bool

  /// - Parameters:
  ///   - id: of the answer, as in `chatcmpl-…`.
  ///   - includesUsage: the stream shall end with a usage chunk; the chunks before it then carry `"usage":null`.
  package init(id: String, created: Instant, model: String, includesUsage: Bool = false) {
    self.id = id
    self.created = created.seconds
    self.model = model
    self.includesUsage = includesUsage
  }

  /// A `chat.completion`.
  package func answer(_ text: String, finishReason: FinishReason, usage: TokenCounts) -> [UInt8] {
    var writer = JSONWriter(capacity: text.utf8.count + 512)
    writer.object { writer in
      head("chat.completion", &writer)
      writer.key("choices")
      writer.array { writer in
        writer.object { writer in
          writer.member("index", 0)
          writer.key("message")
          writer.object { writer in
            writer.member("role", "assistant")
            writer.member("content", text)
            writer.member("refusal", orNull: nil)
          }
          writer.member("logprobs", orNull: nil)
          writer.member("finish_reason", finishReason.rawValue)
        }
      }
      write(usage, &writer)
    }
    return writer.bytes
  }

  /// The first event of a stream: the role.
  package func opening() -> [UInt8] {
    chunk(finishReason: nil) { writer in
      writer.member("role", "assistant")
      writer.member("content", "")
    }
  }

  /// An event with a piece of text.
  package func content(_ text: String) -> [UInt8] {
    chunk(finishReason: nil) { $0.member("content", text) }
  }

  /// The end of a stream: why it ended, usage if the stream includes it, and `[DONE]`.
  package func ending(_ reason: FinishReason, usage: TokenCounts) -> [UInt8] {
    var bytes = chunk(finishReason: reason) { _ in }
    if includesUsage {
      bytes += event { writer in
        head("chat.completion.chunk", &writer)
        writer.key("choices")
        writer.array { _ in }
        write(usage, &writer)
      }
    }
    return bytes + Array("data: [DONE]\n\n".utf8)
  }

  private func chunk(finishReason: FinishReason?, delta: (inout JSONWriter) -> Void) -> [UInt8] {
    event { writer in
      head("chat.completion.chunk", &writer)
      writer.key("choices")
      writer.array { writer in
        writer.object { writer in
          writer.member("index", 0)
          writer.key("delta")
          writer.object(delta)
          writer.member("logprobs", orNull: nil)
          writer.member("finish_reason", orNull: finishReason?.rawValue)
        }
      }
      if includesUsage { writer.member("usage", orNull: nil) }
    }
  }

  private func event(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(members)
    return Array("data: ".utf8) + writer.bytes + Array("\n\n".utf8)
  }

  private func head(_ object: String, _ writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("object", object)
    writer.member("created", created)
    writer.member("model", model)
  }

  private func write(_ usage: TokenCounts, _ writer: inout JSONWriter) {
    writer.key("usage")
    writer.object { writer in
      writer.member("prompt_tokens", usage.input)
      writer.member("completion_tokens", usage.output)
      writer.member("total_tokens", usage.total)
    }
  }
}
