// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The kernel's random numbers, fetched many at a time: one system call for 64 numbers instead of one for each.
struct RandomPool: RandomNumberGenerator {
  private static let size = 64

  private var numbers = [UInt64](repeating: 0, count: size)
  private var used = size

  mutating func next() -> UInt64 {
    if used == Self.size {
      numbers.withUnsafeMutableBytes { tg_fill_random($0.baseAddress, $0.count) }
      used = 0
    }
    defer { used += 1 }
    return numbers[used]
  }
}
