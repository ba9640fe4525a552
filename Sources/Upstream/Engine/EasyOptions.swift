// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Domain

/// Sets options of a handle until one fails.
struct EasyOptions {
  let handle: UnsafeMutableRawPointer
  private(set) var result = CURLE_OK

  init(handle: UnsafeMutableRawPointer) {
    self.handle = handle
  }

  /// Everything that calls of one shape have in common.
  ///
  /// - Parameter context: what the callbacks are given.
  mutating func set(_ shape: CallShape, headers: HeaderLines, idleSeconds: Int, context: UnsafeMutableRawPointer) {
    setCallbacks(context)
    setRequest(shape, headers)
    setRoute(shape)
    long(CURLOPT_MAXAGE_CONN, idleSeconds)
    setTrust(shape.target)
  }

  private mutating func setCallbacks(_ context: UnsafeMutableRawPointer) {
    self.context(CURLOPT_PRIVATE, context)
    self.context(CURLOPT_WRITEDATA, context)
    self.context(CURLOPT_HEADERDATA, context)
    self.context(CURLOPT_READDATA, context)
    self.context(CURLOPT_SEEKDATA, context)
    self.context(CURLOPT_PREREQDATA, context)
    check(tg_easy_set_data_function(handle, CURLOPT_WRITEFUNCTION, receiveBytes))
    check(tg_easy_set_data_function(handle, CURLOPT_HEADERFUNCTION, receiveHeaderLine))
    check(tg_easy_set_data_function(handle, CURLOPT_READFUNCTION, sendBytes))
    check(tg_easy_set_seek_function(handle, rewind))
    check(tg_easy_set_prereq_function(handle, open))
  }

  private mutating func setRequest(_ shape: CallShape, _ headers: HeaderLines) {
    string(CURLOPT_URL, shape.target.url(for: shape.operation, model: shape.model))
    string(CURLOPT_PROTOCOLS_STR, "http,https")
    string(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    long(CURLOPT_FOLLOWLOCATION, 0)
    long(CURLOPT_PATH_AS_IS, 1)
    long(CURLOPT_POST, 1)
    string(CURLOPT_USERAGENT, shape.target.userAgent)
    check(tg_easy_set_list(handle, CURLOPT_HTTPHEADER, headers.list))
  }

  private mutating func setRoute(_ shape: CallShape) {
    let target = shape.target
    long(CURLOPT_NOSIGNAL, 1)
    long(CURLOPT_CONNECTTIMEOUT_MS, target.timeouts.connect.positiveMilliseconds)
    // A look-up that hangs must not hold the thread when its call ends.
    long(CURLOPT_QUICK_EXIT, 1)
    long(CURLOPT_TCP_NODELAY, 1)
    // A model may think for minutes while routers on the way forget the connection.
    long(CURLOPT_TCP_KEEPALIVE, 1)
    // The empty string is what keeps http_proxy and its kin in the environment from being read.
    string(CURLOPT_PROXY, target.proxy ?? "")
    string(CURLOPT_NOPROXY, "")
    long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let path = target.address.socketPath { string(CURLOPT_UNIX_SOCKET_PATH, path) }
    let version = Self.httpVersion(shape)
    long(CURLOPT_HTTP_VERSION, version)
    long(CURLOPT_PIPEWAIT, version == Int(CURL_HTTP_VERSION_1_1) ? 0 : 1)
  }

  private static func httpVersion(_ shape: CallShape) -> Int {
    let version =
      switch (shape.target.http, shape.target.address.isTLS) {
      case (_, false), (.http1, _): CURL_HTTP_VERSION_1_1
      // A stream whose reader is slow would hold up its neighbours on a shared connection.
      case (.auto, true): shape.isStream ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS
      case (.http2, true): CURL_HTTP_VERSION_2TLS
      }
    return Int(version)
  }

  private mutating func setTrust(_ target: BackendTarget) {
    long(CURLOPT_SSL_VERIFYPEER, 1)
    long(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = target.caFile {
      string(CURLOPT_CAINFO, file)
      string(CURLOPT_PROXY_CAINFO, file)
    }
    // A directory of certificates would be trusted beside the file, and keeps libcurl from caching the parsed file,
    // which costs milliseconds for each connection otherwise.
    if target.caFile != nil || systemHasBundle {
      string(CURLOPT_CAPATH, nil)
      string(CURLOPT_PROXY_CAPATH, nil)
    }
    // An hour, so that a security update of the system's bundle is taken up without a restart.
    long(CURLOPT_CA_CACHE_TIMEOUT, 3600)
  }

  private mutating func check(_ code: CURLcode) {
    if result == CURLE_OK { result = code }
  }

  private mutating func long(_ option: CURLoption, _ value: Int) {
    check(tg_easy_set_long(handle, option, value))
  }

  mutating func offset(_ option: CURLoption, _ value: Int) {
    check(tg_easy_set_offset(handle, option, value))
  }

  private mutating func string(_ option: CURLoption, _ value: String?) {
    check(tg_easy_set_string(handle, option, value))
  }

  /// Copied by libcurl, which takes the length from CURLOPT_POSTFIELDSIZE_LARGE.
  mutating func bytes(_ option: CURLoption, _ value: UnsafeRawBufferPointer) {
    check(tg_easy_set_context(handle, option, UnsafeMutableRawPointer(mutating: value.baseAddress!)))
  }

  private mutating func context(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    check(tg_easy_set_context(handle, option, value))
  }
}

/// True where libcurl was built to find the system's certificates in one file, as on Debian.
private let systemHasBundle = curl_version_info(CURLVERSION_SEVENTH)?.pointee.cainfo != nil
