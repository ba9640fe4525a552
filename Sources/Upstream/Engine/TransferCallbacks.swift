// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl

// What libcurl calls while it works on a transfer. The context is the handle.

func receiveBytes(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
  return transfer(context).takeBytes(bytes) ? bytes.count : Int(CURL_WRITEFUNC_PAUSE)
}

func receiveHeaderLine(
  _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  let line = UnsafeRawBufferPointer(start: data, count: size * count)
  // Any other number than that of the bytes breaks the transfer off.
  return transfer(context).takeHeaderLine(line) ? line.count : line.count &- 1
}

func sendBytes(
  _ space: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  transfer(context).readBody(into: UnsafeMutableRawBufferPointer(start: space, count: size * count))
}

func rewind(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
  transfer(context).mayRewind && offset == 0 ? Int32(CURL_SEEKFUNC_OK) : Int32(CURL_SEEKFUNC_FAIL)
}

func open(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32,
  _: Int32
) -> Int32 {
  transfer(context).mayBeOpened() ? Int32(CURL_PREREQFUNC_OK) : Int32(CURL_PREREQFUNC_ABORT)
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
  Unmanaged<EasyHandle>.fromOpaque(context!).takeUnretainedValue().transfer!
}
