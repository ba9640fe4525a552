// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Threads
import ToolgateTesting

/// As much of HTTP/2 (RFC 9113) as it takes to answer a request and to break one off, behind `openssl s_server`, which
/// does TLS and ALPN and hands the bytes through its standard input and output. One connection at a time.
final class HTTP2Server: Sendable {
  var port: Int { reserved.number }
  private let reserved = ReservedPort()
  let bodies = Counter()
  private let folder = TemporaryFolder()
  private let child: pid_t
  private let thread: OwnedThread
  private let stopping = Counter()

  var url: String { "https://127.0.0.1:\(port)/v1" }
  var caFile: String { "\(folder.path)/ca.pem" }

  enum Farewell: CaseIterable, Sendable {
    /// The process dies, and the connection with it.
    case close
    /// RST_STREAM with REFUSED_STREAM: "not processed".
    case refuseStream
    /// GOAWAY that names the stream before as the last: "not processed".
    case goAway
  }

  /// - Parameter farewell: what to do with the request of this number instead of an answer.
  init(farewell: @escaping @Sendable (Int) -> Farewell?) throws {
    try TestAuthority.make(in: folder)
    var pair: [Int32] = [0, 0]
    precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0)
    let (ours, theirs) = (pair[0], pair[1])
    let child = spawn(
      """
      cd '\(folder.path)' && exec openssl s_server -quiet -alpn h2 -accept 127.0.0.1:\(reserved.number) \
      -cert server.pem -key server.key 2>/dev/null
      """, standardIO: theirs)
    self.child = child
    close(theirs)
    let port = reserved.number
    let place = ":\(String(port, radix: 16, uppercase: true)) 00000000:0000 0A"
    let look = "exec 2>/dev/null; grep -qi '\(place)' /proc/net/tcp"
    let lastLooks = Counter()
    do {
      // Each look is a system call that fails at once.
      try Patience.block(for: "openssl to listen") { while !shell(look), lastLooks.value == 0 {} }
    } catch {
      lastLooks.add()
      kill(child, SIGKILL)
      close(ours)
      throw error
    }
    let bodies = bodies
    thread = OwnedThread(name: "test-http2") {
      let connection = RawConnection(ours)
      HTTP2Script(connection: connection, bodies: bodies).serve { number in
        let farewell = farewell(number)
        if farewell == .close { kill(child, SIGKILL) }
        return farewell
      }
      connection.waitForClose()
      connection.close()
    }
  }

  func stop() {
    guard stopping.add() == 1 else { return }
    kill(child, SIGKILL)
    var status: Int32 = 0
    waitpid(child, &status, 0)
    thread.join()
  }
}

private struct HTTP2Script {
  let connection: RawConnection
  let bodies: Counter

  func serve(farewell: (Int) -> HTTP2Server.Farewell?) {
    guard connection.read(24) != nil else { return }
    send(type: 4, flags: 0, stream: 0, [])
    while let header = connection.read(9) {
      let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
      let stream = header[5...8].reduce(0) { $0 << 8 | UInt32($1) }
      guard connection.read(length) != nil else { return }
      switch (header[3], header[4] & 1) {
      case (4, 0): send(type: 4, flags: 1, stream: 0, [])
      case (0, 1):
        switch farewell(bodies.add()) {
        case nil:
          // ":status: 200" is entry 8 of HPACK's static table.
          send(type: 1, flags: 4, stream: stream, [0x88])
          send(type: 0, flags: 1, stream: stream, Array("{}".utf8))
        case .close: return
        case .refuseStream: send(type: 3, flags: 0, stream: stream, [0, 0, 0, 7])
        case .goAway: send(type: 7, flags: 0, stream: 0, [0, 0, 0, UInt8(stream - 2), 0, 0, 0, 0])
        }
      default: break
      }
    }
  }

  private func send(type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) {
    let length = payload.count
    let head = [UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
    connection.write(head + [24, 16, 8, 0].map { UInt8(stream >> $0 & 255) } + payload)
  }
}
