// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Handles that wait for their next call, at most a fixed number. One that nobody wanted for a minute goes: its backend,
/// its model or its key may not be in use any more.
struct SpareHandles {
  private let capacity: Int
  /// The one that has waited longest first.
  private var handles: [(handle: EasyHandle, since: MonotonicTime)] = []

  private static let patience = Duration.seconds(60)

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// The handle of this shape that was used last.
  mutating func take(_ shape: CallShape) -> EasyHandle? {
    handles.lastIndex { $0.handle.shape == shape }.map { handles.remove(at: $0).handle }
  }

  mutating func put(_ handle: EasyHandle) {
    let now = MonotonicTime.now
    while let oldest = handles.first, handles.count == capacity || oldest.since + Self.patience < now {
      handles.removeFirst()
    }
    handles.append((handle, now))
  }

  mutating func removeAll() {
    handles.removeAll()
  }
}
