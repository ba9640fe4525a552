// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain

/// A handle of libcurl with all options of one shape of call. It carries one call after the other, and only body and id
/// are set for each: setting everything anew costs more than all else that is done here for a short call.
///
/// libcurl's callbacks hold an unretained pointer to it; the transfer that it carries keeps it alive.
final class EasyHandle {
  let raw: UnsafeMutableRawPointer
  let shape: CallShape
  /// Set while a call is under way.
  private(set) var transfer: Transfer?
  private let headers: HeaderLines

  /// - Throws: the first fault. A handle with one must not be used, since the option that failed may be one of safety.
  init(shape: CallShape, idleSeconds: Int) throws(CurlFault) {
    guard let raw = curl_easy_init() else { throw CurlFault(code: CURLE_FAILED_INIT) }
    guard let headers = HeaderLines(shape) else {
      curl_easy_cleanup(raw)
      throw CurlFault(code: CURLE_OUT_OF_MEMORY)
    }
    self.raw = raw
    self.shape = shape
    self.headers = headers
    var options = EasyOptions(handle: raw)
    options.set(shape, headers: headers, idleSeconds: idleSeconds, context: Unmanaged.passUnretained(self).toOpaque())
    guard options.result == CURLE_OK else { throw CurlFault(code: options.result) }
  }

  deinit { curl_easy_cleanup(raw) }

  func load(_ transfer: Transfer) throws(CurlFault) {
    let call = transfer.call
    headers.write(call.requestID)
    var options = EasyOptions(handle: raw)
    options.offset(CURLOPT_POSTFIELDSIZE_LARGE, call.body.count)
    if shape.isSentWhole {
      // With the head in one system call; `mayBeOpened` alone then sees to it that it is not sent again.
      call.body.withUnsafeBytes { options.bytes(CURLOPT_COPYPOSTFIELDS, $0) }
    }
    guard options.result == CURLE_OK else { throw CurlFault(code: options.result) }
    self.transfer = transfer
  }

  /// Lets go of the call and of libcurl's copy of its text. The handle has been taken out of its multi handle before.
  func unload() {
    transfer = nil
    if shape.isSentWhole { _ = tg_easy_set_string(raw, CURLOPT_COPYPOSTFIELDS, nil) }
  }
}

struct CurlFault: Error {
  let code: CURLcode
}

/// The lines that a call of some shape has in its head beside those that libcurl writes.
///
/// libcurl reads the list while it sends, so it outlives the handle that it belongs to.
final class HeaderLines {
  private(set) var list: UnsafeMutablePointer<curl_slist>?
  /// Where the id of the call stands in the list's first line.
  private let idPlace: UnsafeMutablePointer<CChar>

  private static let idName = "x-request-id: "

  /// Nil when memory is short.
  init?(_ shape: CallShape) {
    let id = RequestID(bits: 0).description
    guard let first = curl_slist_append(nil, Self.idName + id) else { return nil }
    list = first
    idPlace = first.pointee.data + Self.idName.utf8.count
    var lines = [
      "Content-Type: application/json",
      shape.isStream ? "Accept: text/event-stream" : "Accept: application/json",
      // Without it libcurl asks for leave before a large body and waits a second for backends that do not know how.
      "Expect:",
    ]
    if let host = shape.target.host { lines.append("Host: \(host)") }
    shape.target.keyLine?.reveal { lines.append(String(decoding: $0, as: UTF8.self)) }
    for line in lines where curl_slist_append(first, line) == nil { return nil }
  }

  deinit { curl_slist_free_all(list) }

  /// All ids have one length, so the line stays as long as it is.
  func write(_ id: RequestID) {
    var id = id.description
    id.withUTF8 { UnsafeMutableRawBufferPointer(start: idPlace, count: $0.count).copyMemory(from: .init($0)) }
  }
}
