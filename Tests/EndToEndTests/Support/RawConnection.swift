// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A client connection with nothing between the test and the bytes. Blocks; gives up after ten seconds.
final class RawConnection {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var isAtEnd = false

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try prepare(result)
  }

  init(unixPath: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: unixPath.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try prepare(result)
  }

  private func prepare(_ connected: Int32) throws {
    guard connected == 0 else { throw Failure(description: "cannot connect: \(String(cString: strerror(errno)))") }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends as much as the peer takes. A peer that closes while it is being sent to is not an error here.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Int {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  func send(_ text: String) { send(text.utf8) }

  /// Sends what the peer's socket takes at once, and says how much that was.
  func sendWithoutWaiting(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBytes {
      max(0, Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)))
    }
  }

  /// Reads more; false at the end of the connection, orderly or not.
  private func fill() -> Bool {
    var part = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &part, part.count, 0)
    guard count > 0 else {
      isAtEnd = true
      return false
    }
    buffer += part[..<count]
    return true
  }

  struct Response {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// False when the body was cut off before its proper end.
    var isComplete: Bool
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// The next answer, its body read to the end.
  func response() throws -> Response { response(after: try head()) }

  /// The answer whose head was read already.
  func response(after head: (status: Int, headers: [String: String])) -> Response {
    let headers = head.headers
    var response = Response(status: head.status, headers: headers, body: [], isComplete: true)
    if headers["transfer-encoding"] == "chunked" {
      response.isComplete = chunks { response.body += $0 }
    } else if let length = headers["content-length"].flatMap({ Int($0) }) {
      while buffer.count < length, fill() {}
      response.isComplete = buffer.count >= length
      response.body = Array(buffer.prefix(length))
      buffer.removeFirst(min(length, buffer.count))
    } else {
      while fill() {}
      response.body = buffer
      buffer = []
    }
    return response
  }

  func head() throws -> (status: Int, headers: [String: String]) {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        buffer.removeSubrange(..<end.upperBound)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
          throw Failure(description: "no status line in \(lines)")
        }
        if status == 100 { continue }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let halves = line.split(separator: ":", maxSplits: 1)
          headers[halves[0].lowercased()] = halves.count > 1 ? String(halves[1].drop { $0 == " " }) : ""
        }
        return (status, headers)
      }
      guard fill() else { throw Failure(description: "the connection ended before an answer's head") }
    }
  }

  /// Reads chunks until the last one; false when the connection ends first.
  private func chunks(_ take: (ArraySlice<UInt8>) -> Void) -> Bool {
    while let size = chunkSize() {
      while buffer.count < size + 2 {
        guard fill() else {
          take(buffer[...])
          return false
        }
      }
      take(buffer[..<size])
      buffer.removeFirst(size + 2)
      if size == 0 { return true }
    }
    return false
  }

  private func chunkSize() -> Int? {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n".utf8)) {
        let size = Int(String(decoding: buffer[..<end.lowerBound], as: UTF8.self), radix: 16)
        buffer.removeSubrange(..<end.upperBound)
        return size
      }
      guard fill() else { return nil }
    }
  }

  /// Some bytes of a body that is being streamed.
  func someBytes() -> Int {
    if buffer.isEmpty { _ = fill() }
    defer { buffer = [] }
    return buffer.count
  }
}
