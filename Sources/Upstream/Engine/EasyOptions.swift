// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain

extension Transfer {
  /// Sets all options of the handle, which comes fresh or reset.
  ///
  /// - Returns: the first fault; a handle with one must not be used, since the option that failed may be one of safety.
  func prepare(idleSeconds: Int) -> CURLcode {
    var options = OptionSetter(handle: handle)
    let context = Unmanaged.passUnretained(self).toOpaque()
    setCallbacks(&options, context)
    setRequest(&options)
    setRoute(&options)
    options.long(CURLOPT_MAXAGE_CONN, idleSeconds)
    setTrust(&options)
    return options.result
  }

  private func setCallbacks(_ options: inout OptionSetter, _ context: UnsafeMutableRawPointer) {
    options.context(CURLOPT_PRIVATE, context)
    options.context(CURLOPT_WRITEDATA, context)
    options.context(CURLOPT_HEADERDATA, context)
    options.context(CURLOPT_READDATA, context)
    options.context(CURLOPT_SEEKDATA, context)
    options.context(CURLOPT_PREREQDATA, context)
    options.check(tg_easy_set_data_function(handle, CURLOPT_WRITEFUNCTION, receiveBytes))
    options.check(tg_easy_set_data_function(handle, CURLOPT_HEADERFUNCTION, receiveHeaderLine))
    options.check(tg_easy_set_data_function(handle, CURLOPT_READFUNCTION, sendBytes))
    options.check(tg_easy_set_seek_function(handle, rewind))
    options.check(tg_easy_set_prereq_function(handle, open))
  }

  private func setRequest(_ options: inout OptionSetter) {
    options.string(CURLOPT_URL, call.target.url(for: call.operation, model: call.model))
    options.string(CURLOPT_PROTOCOLS_STR, "http,https")
    options.string(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    options.long(CURLOPT_FOLLOWLOCATION, 0)
    options.long(CURLOPT_PATH_AS_IS, 1)
    options.long(CURLOPT_POST, 1)
    options.offset(CURLOPT_POSTFIELDSIZE_LARGE, call.body.count)
    if isSentWhole {
      // With the head in one system call; `mayBeOpened` alone then sees to it that it is not sent again.
      call.body.withUnsafeBytes { options.bytes(CURLOPT_COPYPOSTFIELDS, $0) }
    }
    options.string(CURLOPT_USERAGENT, call.target.userAgent)
    addHeader("Content-Type: application/json", &options)
    addHeader(call.isStream ? "Accept: text/event-stream" : "Accept: application/json", &options)
    addHeader("x-request-id: \(call.requestID)", &options)
    // Without it libcurl asks for leave before a large body and waits a second for backends that do not know how.
    addHeader("Expect:", &options)
    if let host = call.target.host { addHeader("Host: \(host)", &options) }
    call.target.keyLine?.reveal { addHeader(String(decoding: $0, as: UTF8.self), &options) }
    options.check(tg_easy_set_list(handle, CURLOPT_HTTPHEADER, headers))
  }

  private func setRoute(_ options: inout OptionSetter) {
    let target = call.target
    options.long(CURLOPT_NOSIGNAL, 1)
    options.long(CURLOPT_CONNECTTIMEOUT_MS, target.timeouts.connect.positiveMilliseconds)
    // A look-up that hangs must not hold the thread when its call ends.
    options.long(CURLOPT_QUICK_EXIT, 1)
    options.long(CURLOPT_TCP_NODELAY, 1)
    // A model may think for minutes while routers on the way forget the connection.
    options.long(CURLOPT_TCP_KEEPALIVE, 1)
    // The empty string is what keeps http_proxy and its kin in the environment from being read.
    options.string(CURLOPT_PROXY, target.proxy ?? "")
    options.string(CURLOPT_NOPROXY, "")
    options.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let path = target.address.socketPath { options.string(CURLOPT_UNIX_SOCKET_PATH, path) }
    let version = httpVersion
    options.long(CURLOPT_HTTP_VERSION, version)
    options.long(CURLOPT_PIPEWAIT, version == Int(CURL_HTTP_VERSION_1_1) ? 0 : 1)
  }

  private var httpVersion: Int {
    let version =
      switch (call.target.http, call.target.address.isTLS) {
      case (_, false), (.http1, _): CURL_HTTP_VERSION_1_1
      // A stream whose reader is slow would hold up its neighbours on a shared connection.
      case (.auto, true): call.isStream ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS
      case (.http2, true): CURL_HTTP_VERSION_2TLS
      }
    return Int(version)
  }

  private func setTrust(_ options: inout OptionSetter) {
    options.long(CURLOPT_SSL_VERIFYPEER, 1)
    options.long(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = call.target.caFile {
      options.string(CURLOPT_CAINFO, file)
      options.string(CURLOPT_PROXY_CAINFO, file)
    }
    // A directory of certificates would be trusted beside the file, and keeps libcurl from caching the parsed file,
    // which costs milliseconds for each connection otherwise.
    if call.target.caFile != nil || systemHasBundle {
      options.string(CURLOPT_CAPATH, nil)
      options.string(CURLOPT_PROXY_CAPATH, nil)
    }
    // An hour, so that a security update of the system's bundle is taken up without a restart.
    options.long(CURLOPT_CA_CACHE_TIMEOUT, 3600)
  }

  private func addHeader(_ line: String, _ options: inout OptionSetter) {
    guard let longer = curl_slist_append(headers, line) else {
      options.check(CURLE_OUT_OF_MEMORY)
      return
    }
    headers = longer
  }
}

/// Sets options until one fails.
private struct OptionSetter {
  let handle: UnsafeMutableRawPointer
  private(set) var result = CURLE_OK

  init(handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  mutating func check(_ code: CURLcode) {
    if result == CURLE_OK { result = code }
  }

  mutating func long(_ option: CURLoption, _ value: Int) {
    check(tg_easy_set_long(handle, option, value))
  }

  mutating func offset(_ option: CURLoption, _ value: Int) {
    check(tg_easy_set_offset(handle, option, value))
  }

  mutating func string(_ option: CURLoption, _ value: String?) {
    check(tg_easy_set_string(handle, option, value))
  }

  /// Copied by libcurl, which takes the length from CURLOPT_POSTFIELDSIZE_LARGE.
  mutating func bytes(_ option: CURLoption, _ value: UnsafeRawBufferPointer) {
    check(tg_easy_set_context(handle, option, UnsafeMutableRawPointer(mutating: value.baseAddress!)))
  }

  mutating func context(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    check(tg_easy_set_context(handle, option, value))
  }
}

/// True where libcurl was built to find the system's certificates in one file, as on Debian.
private let systemHasBundle = curl_version_info(CURLVERSION_SEVENTH)?.pointee.cainfo != nil
