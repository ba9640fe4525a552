// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One request over loopback, read to its end: as plain a client as can be, so that the demonstration shows what is on the
/// wire. Blocks.
struct LoopbackClient {
  let port: Int
  let token: String

  struct Answer {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: String

    subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  }

  enum Problem: Error { case noConnection, noAnswer }

  func send(_ method: String, _ path: String, headers: [String] = [], body: String? = nil) throws -> Answer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Problem.noConnection }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Problem.noConnection }
    var request =
      "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\nauthorization: Bearer \(token)\r\n"
      + "user-agent: toolgate-demo\r\nconnection: close\r\n"
    for header in headers { request += header + "\r\n" }
    if let body { request += "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n" }
    request += "\r\n" + (body ?? "")
    try sendAll(Array(request.utf8), to: descriptor)
    return try Self.parse(readAll(from: descriptor))
  }

  private func sendAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, bytes.count - sent) }
      guard count > 0 else { throw Problem.noConnection }
      sent += count
    }
  }

  private func readAll(from descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &part, part.count)
      guard count > 0 else { return all }
      all += part[..<count]
    }
  }

  private static func parse(_ bytes: [UInt8]) throws -> Answer {
    let end: [UInt8] = Array("\r\n\r\n".utf8)
    guard let gap = bytes.firstRange(of: end) else { throw Problem.noAnswer }
    let lines = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Problem.noAnswer
    }
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
    var body = bytes[gap.upperBound...]
    if headers.contains(where: { $0.0 == "transfer-encoding" }) { body = try dechunked(body)[...] }
    return Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
  }

  /// A body without its last chunk was cut off, which is no answer.
  private static func dechunked(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
    var rest = bytes
    var body: [UInt8] = []
    while let line = rest.firstRange(of: Array("\r\n".utf8)) {
      guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
      if size == 0 { return body }
      guard rest.endIndex >= line.upperBound + size + 2 else { break }
      body += rest[line.upperBound..<line.upperBound + size]
      rest = rest[(line.upperBound + size + 2)...]
    }
    throw Problem.noAnswer
  }
}
