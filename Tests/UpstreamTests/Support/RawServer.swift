// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Threads

/// A server of plain blocking sockets: one thread accepts, one for each connection runs the test's script.
final class RawServer: Sendable {
  /// 0 for a Unix socket.
  let port: Int
  private let listener: Int32
  private let acceptor: OwnedThread
  private let workers: Workers

  private final class Workers: Sendable {
    let threads = Mutex<[OwnedThread]>([])
  }

  /// - Parameter script: what to do with a connection; `index` counts from 0. The connection is closed after it.
  init(unixPath: String? = nil, script: @escaping @Sendable (_ connection: RawConnection, _ index: Int) -> Void) {
    if let unixPath {
      listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: unixPath.utf8) }
      Self.bind(listener, &address)
      port = 0
    } else {
      let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      listener = made
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      Self.bind(listener, &address)
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &address) { pointer in
        _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(made, $0, &length) }
      }
      port = Int(UInt16(bigEndian: address.sin_port))
    }
    precondition(listen(listener, 4096) == 0)
    let accepting = listener
    let workers = Workers()
    self.workers = workers
    acceptor = OwnedThread(name: "test-accept") {
      var index = 0
      while true {
        let descriptor = accept(accepting, nil, nil)
        if descriptor < 0 { if errno == EINTR || errno == ECONNABORTED { continue } else { return } }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        let number = index
        index += 1
        let thread = OwnedThread(name: "test-connection") {
          let connection = RawConnection(descriptor)
          script(connection, number)
          connection.close()
        }
        workers.threads.withLock { $0.append(thread) }
      }
    }
  }

  private static func bind<Address>(_ descriptor: Int32, _ address: inout Address) {
    let length = socklen_t(MemoryLayout<Address>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, length) }
    }
    precondition(result == 0, String(cString: strerror(errno)))
  }

  /// Waits for the scripts, so the client must have closed what they wait for.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    acceptor.join()
    Glibc.close(listener)
    end("the server's connections") { [workers] in
      for thread in workers.threads.withLock({ $0 }) { thread.join() }
    }
  }
}

/// The server's side of one connection; used by one thread.
final class RawConnection {
  private(set) var descriptor: Int32
  private var unread: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  struct Request: Sendable {
    let head: String
    let body: [UInt8]
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }
    var line: String { String(head.prefix { $0 != "\r\n" }) }
  }

  /// Nil when the client has closed.
  func readRequest() -> Request? {
    guard let head = readHead() else { return nil }
    let length = Request(head: head, body: []).header("content-length").flatMap { Int($0) } ?? 0
    guard let body = read(length) else { return nil }
    return Request(head: head, body: body)
  }

  func readHead() -> String? {
    while true {
      if let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        unread.removeSubrange(..<end.upperBound)
        return head
      }
      guard more() else { return nil }
    }
  }

  func read(_ count: Int) -> [UInt8]? {
    while unread.count < count { guard more() else { return nil } }
    defer { unread.removeFirst(count) }
    return Array(unread.prefix(count))
  }

  private func more() -> Bool {
    var space = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &space, space.count, 0)
    if count > 0 { unread += space[..<count] }
    return count > 0
  }

  /// - Returns: false when the client has gone.
  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func writeAnswer(_ body: String, status: String = "200 OK", headers: String = "") {
    write(
      "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(headers)"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
  }

  func writeChunk(_ text: String) {
    write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
  }

  /// Until the client has closed or reset.
  func waitForClose() {
    while more() { unread.removeAll() }
  }

  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close()
  }

  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }
}
