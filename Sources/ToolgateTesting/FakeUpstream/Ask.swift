// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import NIOCore

/// What a request asks of the fake upstream.
///
/// The members that shape an answer are found by searching for their quoted names: inside a JSON string a quote is
/// escaped, so that text of a prompt can never be taken for a member.
struct Ask: Hashable {
  enum Route: Hashable { case chat, embeddings, models, health, unknown }

  var route: Route
  /// The value of `model` as it stands in the request, with its escapes.
  var model = "none"
  var isStream = false
  var wantsUsage = false
  var wantsContinuousUsage = false
  var wantsBase64 = false
  /// Number of texts to embed.
  var inputs = 1
  /// The text of the last message, only where it is to be echoed.
  var lastMessage: String?

  init(path: Substring, body: ByteBuffer, script: Script) {
    route =
      if path.hasSuffix("/chat/completions") {
        .chat
      } else if path.hasSuffix("/embeddings") {
        .embeddings
      } else if path.hasSuffix("/models") {
        .models
      } else if path.hasSuffix("/health") {
        .health
      } else {
        .unknown
      }
    guard body.readableBytes > 0 else { return }
    body.withUnsafeReadableBytes { bytes in
      model =
        Self.value(of: "model", in: bytes).map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) } ?? model
      isStream = Self.value(of: "stream", in: bytes).map { $0.elementsEqual("true".utf8) } ?? false
      if isStream {
        wantsUsage = Self.value(of: "include_usage", in: bytes).map { $0.elementsEqual("true".utf8) } ?? false
        wantsContinuousUsage =
          Self.value(of: "continuous_usage_stats", in: bytes).map { $0.elementsEqual("true".utf8) } ?? false
      }
      if route == .embeddings {
        wantsBase64 =
          Self.value(of: "encoding_format", in: bytes).map { $0.elementsEqual("\"base64\"".utf8) } ?? false
      }
    }
    if route == .embeddings || script.has(.echo) { readText(of: body) }
  }

  /// The bytes of the first value of a member, a string with its quotes; nil when there is no such member.
  private static func value(of name: String, in bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
    guard let start = offset(behind: "\"\(name)\"", in: bytes) else { return nil }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var rest = bytes[start...].drop(while: isSpace)
    guard rest.first == UInt8(ascii: ":") else { return nil }
    rest = rest.dropFirst().drop(while: isSpace)
    guard rest.first == UInt8(ascii: "\"") else {
      return rest.prefix { !isSpace($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
    }
    var end = rest.startIndex + 1
    while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
      end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return end < rest.endIndex ? rest[rest.startIndex...end] : nil
  }

  /// The offset behind the first occurrence of a word that begins with a quote.
  private static func offset(behind word: String, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    let word = Array(word.utf8)
    var offset = 0
    while offset + word.count <= bytes.count,
      let quote = memchr(start + offset, Int32(UInt8(ascii: "\"")), bytes.count - word.count + 1 - offset)
    {
      offset = UnsafeRawPointer(quote) - start
      if memcmp(quote, word, word.count) == 0 { return offset + word.count }
      offset += 1
    }
    return nil
  }

  private mutating func readText(of body: ByteBuffer) {
    let body = try? JSONDecoder().decode(Body.self, from: Data(body.readableBytesView))
    inputs = body?.input?.count ?? 1
    lastMessage = body?.messages?.last?.content
  }

  private struct Body: Decodable {
    var messages: [Message]?
    var input: Input?
  }

  private struct Message: Decodable {
    var content: String?

    enum Key: CodingKey { case content }

    init(from decoder: any Decoder) throws {
      content = try? decoder.container(keyedBy: Key.self).decode(String.self, forKey: .content)
    }
  }

  /// A text, texts, the tokens of a text, or the tokens of texts.
  private struct Input: Decodable {
    var count: Int

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      count =
        if let texts = try? value.decode([String].self) {
          texts.count
        } else if let texts = try? value.decode([[Int]].self) {
          texts.count
        } else {
          1
        }
    }
  }

  /// Whether the bytes are JSON at all.
  static func isJSON(_ body: ByteBuffer) -> Bool {
    (try? JSONDecoder().decode(AnyJSON.self, from: Data(body.readableBytesView))) != nil
  }

  private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}
