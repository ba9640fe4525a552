// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The chunks of a body whose length is not known before its end (RFC 9112, section 7.1).
extension ByteBuffer {
  /// Nothing for no bytes: an empty chunk would be the last one.
  mutating func writeChunk(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    writeString(String(bytes.count, radix: 16))
    writeStaticString("\r\n")
    writeBytes(bytes)
    writeStaticString("\r\n")
  }

  mutating func writeLastChunk() { writeStaticString("0\r\n\r\n") }
}
