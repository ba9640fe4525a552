// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// Reads an answer's head line by line, as libcurl hands it out, and keeps the three things that matter of it.
///
/// Interim answers (1xx, RFC 9110 section 15.2) are skipped, and so is everything after the head, which can only be
/// trailers.
package struct HeadReader {
  /// Bytes of all heads and trailers of one answer together.
  static let limit = 64 << 10

  private var status = 0
  private var contentType = UpstreamHead.ContentType.missing
  private var retryAfter: Int?
  private var byteCount = 0
  private var isDone = false

  package enum Step: Equatable {
    case more, tooLarge, malformed
    case head(UpstreamHead)
  }

  package init() {}

  /// - Parameter line: with its line break.
  package mutating func take(_ line: UnsafeRawBufferPointer) -> Step {
    byteCount += line.count
    if byteCount > Self.limit { return .tooLarge }
    if isDone { return .more }
    let text = UnsafeRawBufferPointer(rebasing: line[..<(line.lastIndex { $0 != 10 && $0 != 13 }.map { $0 + 1 } ?? 0)])
    if text.isEmpty { return finish() }
    if starts(text, with: "http/") { return begin(text) }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .more }
    let name = UnsafeRawBufferPointer(rebasing: text[..<colon])
    if isEqual(name, "content-type") {
      contentType = .init(mediaType: value(text[(colon + 1)...]))
    } else if isEqual(name, "retry-after") {
      retryAfter = Self.seconds(value(text[(colon + 1)...]), now: Int(time(nil)))
    }
    return .more
  }

  private mutating func begin(_ line: UnsafeRawBufferPointer) -> Step {
    let rest = line.drop { $0 != 32 }.drop { $0 == 32 }
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.count == 3, digits.endIndex == rest.endIndex || rest[digits.endIndex] == 32 else { return .malformed }
    status = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    (contentType, retryAfter) = (.missing, nil)
    return status >= 100 ? .more : .malformed
  }

  private mutating func finish() -> Step {
    guard status != 101 else { return .malformed }
    guard status >= 200 else { return .more }
    isDone = true
    return .head(UpstreamHead(status: status, contentType: contentType, retryAfter: retryAfter))
  }

  private func value(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 }
    let text = bytes.drop(while: isBlank)
    return String(decoding: text[..<(text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex)], as: UTF8.self)
  }

  /// `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). A date that has passed is 0.
  package static func seconds(_ text: String, now: Int) -> Int? {
    if !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }) { return Int(text) }
    guard text.contains(":"), text.contains(" ") else { return nil }
    let date = curl_getdate(text, nil)
    return date < 0 ? nil : max(0, date - now)
  }

  private func starts(_ bytes: UnsafeRawBufferPointer, with lower: StaticString) -> Bool {
    bytes.count >= lower.utf8CodeUnitCount && isEqual(.init(rebasing: bytes[..<lower.utf8CodeUnitCount]), lower)
  }

  /// ASCII alone, without regard to case.
  private func isEqual(_ bytes: UnsafeRawBufferPointer, _ lower: StaticString) -> Bool {
    bytes.count == lower.utf8CodeUnitCount
      && lower.withUTF8Buffer { lower in
        zip(bytes, lower).allSatisfy { ((65...90).contains($0) ? $0 | 0x20 : $0) == $1 }
      }
  }
}

extension UpstreamHead.ContentType {
  init(mediaType: String) {
    let type = mediaType.prefix { $0 != ";" && $0 != " " && $0 != "\t" }.lowercased()
    self =
      switch type {
      case "": .missing
      case "application/json": .json
      case "text/event-stream": .eventStream
      case "text/html": .html
      case _ where type.hasSuffix("+json"): .json
      case _ where type.hasPrefix("text/"): .text
      default: .other
      }
  }
}
