// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A point on the clock that never jumps: nanoseconds of CLOCK_MONOTONIC.
struct MonotonicTime: Comparable {
  let nanoseconds: Int64

  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Whole milliseconds until then, rounded up so that a wait never ends too early; at least 0, at most an hour.
  func milliseconds(from now: MonotonicTime) -> Int32 {
    Int32(min(max(0, (nanoseconds - now.nanoseconds + 999_999) / 1_000_000), 3_600_000))
  }

  static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }

  static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
    let (seconds, attoseconds) = duration.components
    return MonotonicTime(nanoseconds: time.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}

extension Duration {
  /// Whole milliseconds, rounded up; at least 1, since 0 means "no limit" to libcurl.
  var positiveMilliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
