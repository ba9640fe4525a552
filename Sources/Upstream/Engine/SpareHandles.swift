// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Handles that wait for their next call, at most a fixed number. The one that has waited longest goes first, so those
/// of backends and models that are not served any more die out.
struct SpareHandles {
  private let capacity: Int
  private var handles: [EasyHandle] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// The handle of this shape that was used last.
  mutating func take(_ shape: CallShape) -> EasyHandle? {
    handles.lastIndex { $0.shape == shape }.map { handles.remove(at: $0) }
  }

  mutating func put(_ handle: EasyHandle) {
    if handles.count == capacity { handles.removeFirst() }
    handles.append(handle)
  }

  mutating func removeAll() {
    handles.removeAll()
  }
}
