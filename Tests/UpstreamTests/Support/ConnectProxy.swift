// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A forward proxy that knows one method: CONNECT (RFC 9110, section 9.3.6) to a port of the loopback.
final class ConnectProxy: Sendable {
  private let server: RawServer
  private let state: State

  private final class State: Sendable {
    let heads = Mutex<[String]>([])
    /// The clients' ends of the tunnels that are open.
    let clients = Mutex<Set<Int32>>([])
  }

  var url: String { "http://127.0.0.1:\(server.port)" }
  /// What was asked for each tunnel, as it came.
  var heads: [String] { state.heads.withLock { $0 } }

  init() {
    let state = State()
    self.state = state
    server = RawServer { client, _ in
      guard let head = client.readHead() else { return }
      state.heads.withLock { $0.append(head) }
      guard let port = Self.port(in: head), let backend = Self.connect(to: port) else {
        client.writeAnswer("", status: "502 Bad Gateway")
        return
      }
      state.clients.withLock { _ = $0.insert(client.descriptor) }
      client.write("HTTP/1.1 200 Connection established\r\n\r\n")
      Self.relay(client.descriptor, backend.descriptor)
      state.clients.withLock { _ = $0.remove(client.descriptor) }
      backend.close()
    }
  }

  /// Breaks off the clients' ends of all tunnels.
  func cut() {
    state.clients.withLock { clients in for client in clients { shutdown(client, Int32(SHUT_RDWR)) } }
  }

  /// Waits for the tunnels' ends, so the client must have closed them.
  func stop() { server.stop() }

  private static func port(in head: String) -> UInt16? {
    let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
    guard words.count == 3, words[0] == "CONNECT" else { return nil }
    return words[1].split(separator: ":").last.flatMap { UInt16($0) }
  }

  private static func connect(to port: UInt16) -> RawConnection? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    let connection = RawConnection(descriptor)
    guard result == 0 else {
      connection.close()
      return nil
    }
    return connection
  }

  /// Bytes both ways, until either end closes.
  private static func relay(_ client: Int32, _ backend: Int32) {
    var space = [UInt8](repeating: 0, count: 65_536)
    while true {
      var waiting = [
        pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: backend, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&waiting, 2, -1) < 0 { if errno == EINTR { continue } else { return } }
      for (from, to) in [(0, 1), (1, 0)] where waiting[from].revents != 0 {
        let count = recv(waiting[from].fd, &space, space.count, 0)
        guard count > 0, sendAll(space[..<count], to: waiting[to].fd) else { return }
      }
    }
  }

  private static func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
