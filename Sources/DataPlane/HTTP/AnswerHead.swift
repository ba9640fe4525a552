// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import NIOCore

/// The status line and headers of an answer, written straight into the outgoing buffer.
///
/// Names are written in lower case and values come from constants, the configuration, ids of rules and figures, so
/// nothing needs escaping here; `Names` in `Domain` and `Rule.isID` guarantee visible ASCII.
struct AnswerHead {
  private(set) var buffer: ByteBuffer

  init(status: Int, date: [UInt8], allocator: ByteBufferAllocator) {
    buffer = allocator.buffer(capacity: 768)
    buffer.writeStaticString("HTTP/1.1 ")
    buffer.writeString(Self.statusLine(status))
    buffer.writeStaticString("\r\ndate: ")
    buffer.writeBytes(date)
    buffer.writeStaticString("\r\n")
  }

  mutating func add(_ name: StaticString, _ value: String) {
    buffer.writeStaticString(name)
    buffer.writeStaticString(": ")
    buffer.writeString(value)
    buffer.writeStaticString("\r\n")
  }

  mutating func add(_ line: StaticString) {
    buffer.writeStaticString(line)
    buffer.writeStaticString("\r\n")
  }

  /// How much of its rates a caller has left, in the headers that OpenAI's clients know
  /// (<https://platform.openai.com/docs/guides/rate-limits>).
  mutating func add(_ rates: RateReport) {
    if let rate = rates.requests {
      add("x-ratelimit-limit-requests", String(rate.limit))
      add("x-ratelimit-remaining-requests", String(rate.remaining))
      add("x-ratelimit-reset-requests", Self.goDuration(rate.resetMicros))
    }
    if let rate = rates.tokens {
      add("x-ratelimit-limit-tokens", String(rate.limit))
      add("x-ratelimit-remaining-tokens", String(rate.remaining))
      add("x-ratelimit-reset-tokens", Self.goDuration(rate.resetMicros))
    }
  }

  /// Microseconds the way Go writes durations, rounded up to milliseconds: `0s`, `12ms`, `1.5s`, `6m0s`.
  static func goDuration(_ micros: Int64) -> String {
    let millis = (micros + 999) / 1_000
    if millis == 0 { return "0s" }
    if millis < 1_000 { return "\(millis)ms" }
    let (minutes, rest) = (millis / 60_000, millis % 60_000)
    var fraction = String(rest % 1_000 + 1_000).dropFirst()
    while fraction.last == "0" { fraction = fraction.dropLast() }
    let seconds = "\(rest / 1_000)\(fraction.isEmpty ? "" : "." + fraction)s"
    return minutes == 0 ? seconds : "\(minutes)m\(seconds)"
  }

  /// Whole lines that were rendered before, each with its line end.
  mutating func add(lines: [UInt8]) {
    buffer.writeBytes(lines)
  }

  consuming func finished() -> ByteBuffer {
    buffer.writeStaticString("\r\n")
    return buffer
  }

  /// Code and reason (RFC 9110, section 15; 431 from RFC 6585; 499 is nginx's word for a client that left).
  private static func statusLine(_ status: Int) -> String {
    let reason =
      switch status {
      case 100: "Continue"
      case 200: "OK"
      case 400: "Bad Request"
      case 401: "Unauthorized"
      case 402: "Payment Required"
      case 403: "Forbidden"
      case 404: "Not Found"
      case 405: "Method Not Allowed"
      case 408: "Request Timeout"
      case 409: "Conflict"
      case 413: "Content Too Large"
      case 429: "Too Many Requests"
      case 431: "Request Header Fields Too Large"
      case 500: "Internal Server Error"
      case 502: "Bad Gateway"
      case 503: "Service Unavailable"
      case 504: "Gateway Timeout"
      default: "Status"
      }
    return "\(status) \(reason)"
  }
}

/// The `Date` header (RFC 9110, section 5.6.7), rendered once a second.
struct DateHeader {
  private var second: Int64 = .min
  private var bytes: [UInt8] = []

  mutating func rendered(at now: Instant) -> [UInt8] {
    let current = now.seconds
    if current != second {
      second = current
      bytes = Array(Self.render(now).utf8)
    }
    return bytes
  }

  private static func render(_ now: Instant) -> String {
    let day = CivilDay(containing: now)
    let inDay = now.seconds - day.start.seconds
    // 1970-01-01 was a Thursday.
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((day.daysSince1970 % 7) + 7) % 7]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let two = { (n: Int64) in n < 10 ? "0\(n)" : "\(n)" }
    return "\(weekday), \(two(Int64(day.day))) \(months[day.month - 1]) \(day.year) "
      + "\(two(inDay / 3600)):\(two(inDay / 60 % 60)):\(two(inDay % 60)) GMT"
  }
}
