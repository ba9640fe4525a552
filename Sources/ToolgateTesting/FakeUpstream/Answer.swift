// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// An answer as bytes, ready to be written piece by piece, and what becomes of the connection after them.
struct Answer {
  /// Status line and headers.
  var head: ByteBuffer
  /// A stream has one piece for each event, framed as a chunk.
  var pieces: [ByteBuffer]
  var ending = Ending.clean

  enum Ending {
    /// The connection can take the next request.
    case clean
    /// Closed without a word.
    case cut
    /// Closed with a TCP reset.
    case reset
    /// Left open, silent.
    case stall
  }

  /// Not a byte, for ever.
  static let silence = Answer(head: ByteBuffer(), pieces: [], ending: .stall)

  static func plain(
    status: Int = 200, type: String = "application/json", extra: [(String, String)] = [], _ body: String
  )
    -> Answer
  {
    let bytes = ByteBuffer(string: body)
    return Answer(
      head: head(status, [("content-type", type), ("content-length", "\(bytes.readableBytes)")] + extra),
      pieces: bytes.readableBytes == 0 ? [] : [bytes])
  }

  /// Each event becomes one chunk (RFC 9112, section 7.1); the last one carries the end of the body with it.
  static func stream(_ events: [String]) -> Answer {
    var all = ByteBuffer()
    var ends: [Int] = []
    for (index, event) in events.enumerated() {
      all.writeString("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n")
      if index == events.count - 1 { all.writeString(Self.lastChunk) }
      ends.append(all.readableBytes)
    }
    var pieces: [ByteBuffer] = []
    for end in ends {
      guard let piece = all.readSlice(length: end - all.readerIndex) else { break }
      pieces.append(piece)
    }
    let headers = [("content-type", "text/event-stream"), ("cache-control", "no-cache")]
    return Answer(head: head(200, headers + [("transfer-encoding", "chunked")]), pieces: pieces)
  }

  private static let lastChunk = "0\r\n\r\n"

  static func head(_ status: Int, _ headers: [(String, String)]) -> ByteBuffer {
    var text = "HTTP/1.1 \(status) \(status == 200 ? "OK" : "Scripted")\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return ByteBuffer(string: text + "\r\n")
  }

  /// Splits a single piece into `count` of about the same length, so that a plain body can be paced, cut or held too.
  func split(into count: Int) -> Answer {
    guard count > 1, pieces.count == 1, var rest = pieces.first, rest.readableBytes >= count else { return self }
    var answer = self
    let length = rest.readableBytes / count
    answer.pieces = (1..<count).compactMap { _ in rest.readSlice(length: length) } + [rest]
    return answer
  }

  /// Every byte a piece of its own, the head's too.
  func dribbled() -> Answer {
    var answer = self
    answer.head = ByteBuffer()
    answer.pieces = ([head] + pieces).flatMap { piece in
      (0..<piece.readableBytes).compactMap { piece.getSlice(at: piece.readerIndex + $0, length: 1) }
    }
    return answer
  }

  /// Only the first pieces, and then another ending than was planned.
  func broken(after count: Int, _ ending: Ending) -> Answer {
    var answer = self
    answer.pieces = Array(pieces.prefix(count))
    answer.ending = ending
    return answer
  }

  var byteCount: Int { pieces.reduce(head.readableBytes) { $0 + $1.readableBytes } }
}
