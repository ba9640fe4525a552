// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDBSQLite

/// A prepared statement of SQLite, without a layer between. It lives and dies on the writer's connection.
final class RawStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteFailure) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else { throw SQLiteFailure(on: connection) }
    (self.handle, self.connection) = (handle, connection)
  }

  deinit { sqlite3_finalize(handle) }

  func bind(_ place: Int32, _ value: Int64) { sqlite3_bind_int64(handle, place, value) }

  func bind(_ place: Int32, _ value: Int64?) {
    if let value { bind(place, value) } else { sqlite3_bind_null(handle, place) }
  }

  func bind(_ place: Int32, _ value: Bool) { bind(place, value ? 1 : 0 as Int64) }

  func bind(_ place: Int32, _ value: String) {
    // An empty string may have no address, which SQLite would take for NULL.
    guard !value.isEmpty else {
      sqlite3_bind_text(handle, place, "", 0, Self.copied)
      return
    }
    var value = value
    value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        _ = sqlite3_bind_text(handle, place, text.baseAddress, Int32(text.count), Self.copied)
      }
    }
  }

  func bind(_ place: Int32, _ value: String?) {
    if let value { bind(place, value) } else { sqlite3_bind_null(handle, place) }
  }

  func bind(_ place: Int32, _ value: [UInt8]?) {
    guard let value else {
      sqlite3_bind_null(handle, place)
      return
    }
    value.withUnsafeBytes { bytes in
      // Without an address SQLite would take an empty blob for NULL.
      _ =
        bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, place, 0)
        : sqlite3_bind_blob64(handle, place, bytes.baseAddress, UInt64(bytes.count), Self.copied)
    }
  }

  /// Sixteen bytes, the most significant first, so that ids sort as their text does.
  func bind(_ place: Int32, _ id: RequestID) {
    withUnsafeBytes(of: id.bits.bigEndian) { bytes in
      _ = sqlite3_bind_blob64(handle, place, bytes.baseAddress, 16, Self.copied)
    }
  }

  /// Runs a statement that returns no row.
  func run() throws(SQLiteFailure) {
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else {
      let failure = SQLiteFailure(on: connection)
      sqlite3_reset(handle)
      throw failure
    }
    sqlite3_reset(handle)
  }

  /// The first row as `read` sees it, nil if there is none.
  func first<T>(_ read: (RawStatement) -> T) throws(SQLiteFailure) -> T? {
    defer { sqlite3_reset(handle) }
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return read(self)
    case SQLITE_DONE: return nil
    default: throw SQLiteFailure(on: connection)
    }
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// `SQLITE_TRANSIENT`, which Swift cannot import: SQLite copies what is bound.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
