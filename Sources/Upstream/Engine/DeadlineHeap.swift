// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Calls by the time at which they must be looked at: a binary heap in which each call knows its place.
///
/// The time may be too early, since a byte that comes moves a call's deadline without telling: whoever looks then asks
/// the call and puts it back with `update`.
struct DeadlineHeap {
  private var calls: [Transfer] = []

  var first: Transfer? { calls.first }
  var earliest: MonotonicTime? { calls.first?.checkAt }

  mutating func insert(_ call: Transfer) {
    call.checkAt = call.deadline
    call.heapIndex = calls.count
    calls.append(call)
    rise(from: calls.count - 1)
  }

  /// Reads the call's deadline again and moves it to its place.
  mutating func update(_ call: Transfer) {
    guard let index = call.heapIndex else { return }
    call.checkAt = call.deadline
    rise(from: index)
    sink(from: call.heapIndex ?? index)
  }

  mutating func remove(_ call: Transfer) {
    guard let index = call.heapIndex else { return }
    call.heapIndex = nil
    let last = calls.removeLast()
    guard last !== call else { return }
    calls[index] = last
    last.heapIndex = index
    rise(from: index)
    sink(from: last.heapIndex ?? index)
  }

  private mutating func rise(from start: Int) {
    var index = start
    while index > 0, calls[index].checkAt < calls[(index - 1) / 2].checkAt {
      exchange(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var index = start
    while true {
      var smallest = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < calls.count && calls[child].checkAt < calls[smallest].checkAt { smallest = child }
      if smallest == index { return }
      exchange(index, smallest)
      index = smallest
    }
  }

  private mutating func exchange(_ a: Int, _ b: Int) {
    calls.swapAt(a, b)
    calls[a].heapIndex = a
    calls[b].heapIndex = b
  }
}
