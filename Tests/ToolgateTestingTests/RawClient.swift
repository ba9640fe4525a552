// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A blocking client socket that adds nothing of its own: what a server sends is what a test sees.
final class RawClient {
  enum End: Equatable { case closed, reset, silent }

  private let descriptor: Int32
  private(set) var received: [UInt8] = []

  init(port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  init(unix path: String) {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  deinit { close(descriptor) }

  var text: String { String(decoding: received, as: UTF8.self) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  func post(_ path: String, _ body: String, extra: String = "") {
    send("POST \(path) HTTP/1.1\r\nHost: here\r\n\(extra)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Reads until the other side ends the connection.
  func readToEnd() -> End {
    while let end = readSome() { return end }
    return readToEnd()
  }

  /// Reads until the text has come; false when the connection ends first.
  func read(until text: String) -> Bool {
    while !self.text.contains(text) {
      if readSome() != nil { return false }
    }
    return true
  }

  func forget() { received = [] }

  /// Closes for good, in mid-answer or not.
  func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// - Returns: how the connection ended; nil while it goes on.
  private func readSome() -> End? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 10_000) > 0 else { return .silent }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      received += buffer[..<count]
      return nil
    }
    return count == 0 ? .closed : .reset
  }
}
