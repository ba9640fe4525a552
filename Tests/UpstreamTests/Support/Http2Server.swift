// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// As much of HTTP/2 (RFC 9113) as it takes to answer a request and to break one off.
struct Http2Server {
  let connection: RawConnection
  let bodies: Counter

  enum Farewell: CaseIterable, Sendable {
    case close
    /// RST_STREAM with REFUSED_STREAM: "not processed".
    case refuseStream
    /// GOAWAY that names the stream before as the last: "not processed", and a close.
    case goAway
  }

  /// - Parameter farewell: what to do with the request of this number instead of an answer.
  func serve(farewell: (Int) -> Farewell?) {
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
        case .goAway:
          let last = stream - 2
          send(type: 7, flags: 0, stream: 0, [0, 0, 0, UInt8(last), 0, 0, 0, 0])
          return
        }
      default: break
      }
    }
  }

  private func send(type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) {
    let length = payload.count
    connection.write(
      [UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
        + [24, 16, 8, 0].map { UInt8(stream >> $0 & 255) } + payload)
  }
}
