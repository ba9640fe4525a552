// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl

/// One request that blocks until its answer is whole: for commands on the command line, never for a call.
package enum PlainRequest {
  package struct Answer: Sendable {
    package let status: Int
    package let body: [UInt8]
  }

  /// Why there is no answer, for a message that names the address.
  package struct Failure: Error, Sendable {
    package let reason: String
  }

  /// Sends JSON. Follows no redirection, uses no proxy, and speaks HTTP and HTTPS only.
  ///
  /// - Parameters:
  ///   - limit: Bytes of the answer; more is a failure.
  ///   - seconds: For the whole of it, connecting included.
  package static func post(
    _ body: [UInt8], to url: String, limit: Int, seconds: Int = 60
  ) throws(Failure) -> Answer {
    guard curlIsReady, !url.utf8.contains(0), let handle = curl_easy_init(),
      let headers = curl_slist_append(nil, "Content-Type: application/json")
    else { throw Failure(reason: "the request cannot be made") }
    defer {
      curl_easy_cleanup(handle)
      curl_slist_free_all(headers)
    }
    let sink = Sink(limit: limit)
    let result = withExtendedLifetime(sink) {
      body.withUnsafeBytes { bytes -> CURLcode in
        let options: [CURLcode] = [
          tg_easy_set_string(handle, CURLOPT_URL, url),
          tg_easy_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
          tg_easy_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
          // The empty string is what keeps http_proxy and its kin in the environment from being read.
          tg_easy_set_string(handle, CURLOPT_PROXY, ""),
          tg_easy_set_long(handle, CURLOPT_NOSIGNAL, 1),
          tg_easy_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, 10_000),
          tg_easy_set_long(handle, CURLOPT_TIMEOUT_MS, seconds * 1_000),
          tg_easy_set_list(handle, CURLOPT_HTTPHEADER, headers),
          tg_easy_set_string(handle, CURLOPT_USERAGENT, "toolgate"),
          tg_easy_set_long(handle, CURLOPT_POST, 1),
          tg_easy_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, bytes.count),
          tg_easy_set_context(
            handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)),
          tg_easy_set_context(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(sink).toOpaque()),
          tg_easy_set_data_function(handle, CURLOPT_WRITEFUNCTION, take),
        ]
        return options.first { $0 != CURLE_OK } ?? curl_easy_perform(handle)
      }
    }
    guard !sink.isFull else { throw Failure(reason: "the answer has more than \(limit >> 20) MiB") }
    guard result == CURLE_OK else { throw Failure(reason: String(cString: curl_easy_strerror(result))) }
    var status = 0
    _ = tg_easy_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return Answer(status: status, body: sink.bytes)
  }
}

/// Where the body goes.
private final class Sink {
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// - Returns: false ends the transfer.
  func take(_ part: UnsafeRawBufferPointer) -> Bool {
    isFull = bytes.count + part.count > limit
    if !isFull { bytes += part }
    return !isFull
  }
}

private func take(data: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int {
  guard let data, let context else { return 0 }
  let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
  return sink.take(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}
