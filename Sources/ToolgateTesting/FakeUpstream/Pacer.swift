// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Somebody who wants to go on at a moment.
protocol Paced: AnyObject {
  func goOn()
}

/// One timer for all the paced answers of an event loop: thousands of streams cost one wake-up each two milliseconds
/// and no timer of their own.
final class Pacer {
  /// Length of one slot of time in nanoseconds.
  private static let slot: UInt64 = 2_000_000

  private let loop: any EventLoop
  private var waiting: [UInt64: [any Paced]] = [:]
  private var scheduled: UInt64?

  init(loop: any EventLoop) {
    self.loop = loop
  }

  /// Wakes `paced` in the slot that holds the moment.
  func wake(_ paced: any Paced, at moment: NIODeadline) {
    let slot = moment.uptimeNanoseconds / Self.slot + 1
    waiting[slot, default: []].append(paced)
    if scheduled.map({ slot < $0 }) ?? true { schedule(slot) }
  }

  private func schedule(_ slot: UInt64) {
    scheduled = slot
    let moment = NIODeadline.uptimeNanoseconds(slot * Self.slot)
    loop.assumeIsolated().scheduleTask(deadline: moment) { self.turn(slot) }
  }

  private func turn(_ slot: UInt64) {
    guard scheduled == slot else { return }
    scheduled = nil
    let now = NIODeadline.now().uptimeNanoseconds / Self.slot
    for due in waiting.keys.filter({ $0 <= now }).sorted() {
      for paced in waiting.removeValue(forKey: due) ?? [] { paced.goOn() }
    }
    if let next = waiting.keys.min(), scheduled.map({ next < $0 }) ?? true { schedule(next) }
  }
}
