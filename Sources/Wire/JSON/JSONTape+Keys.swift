// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension JSONTape {
  /// Objects with no more members than this, and no longer keys, are compared key by key: quicker than hashing, and
  /// bounded.
  private static let fewMembers = 8
  private static let shortKey = 64

  /// Refuses an object that has a key twice, compared after unescaping.
  ///
  /// Larger objects go through a table that is hashed with the process's random seed (`Hasher`, SipHash), so that
  /// nobody can choose keys that collide: the cost stays linear also for a hostile object with 100 000 members.
  mutating func refuseDuplicateKeys(of object: Int, in bytes: Span<UInt8>) throws(JSONFault) {
    let count = Int(entries[object].count)
    guard count > 1 else { return }
    let end = Int(entries[object].next)
    let isSmall = count <= Self.fewMembers && hasShortKeys(object)
    if !isSmall { keys.reset(for: count) }
    var key = object + 1
    while key < end {
      if !isSmall {
        if isInTable(key, in: bytes) { throw duplicate(key) }
      } else {
        var earlier = object + 1
        while earlier < key {
          if isSameText(earlier, key, in: bytes) { throw duplicate(key) }
          earlier = Int(entries[earlier + 1].next)
        }
      }
      key = Int(entries[key + 1].next)
    }
  }

  private func hasShortKeys(_ object: Int) -> Bool {
    var key = object + 1
    while key < Int(entries[object].next) {
      if entries[key].end - entries[key].start > UInt32(Self.shortKey) { return false }
      key = Int(entries[key + 1].next)
    }
    return true
  }

  private func duplicate(_ key: Int) -> JSONFault { JSONFault(.duplicateKey, at: Int(entries[key].start)) }

  private mutating func isInTable(_ key: Int, in bytes: Span<UInt8>) -> Bool {
    let hash = textHash(key, in: bytes)
    var slot = keys.first(hash)
    while let other = keys.key(at: slot) {
      if keys.hash(at: slot) == hash, isSameText(other, key, in: bytes) { return true }
      slot = keys.next(slot)
    }
    keys.put(key, hash, at: slot)
    return false
  }

  private func textHash(_ key: Int, in bytes: Span<UInt8>) -> UInt64 {
    var hasher = Hasher()
    let text = textRange(Node(index: key))
    if entries[key].flags.contains(.hasEscapes) {
      var decoder = JSONUnescaper(text)
      var plain: [UInt8] = []
      plain.reserveCapacity(text.count)
      while let byte = decoder.next(in: bytes) { plain.append(byte) }
      plain.withUnsafeBytes { hasher.combine(bytes: $0) }
    } else {
      bytes.extracting(text).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  private func isSameText(_ a: Int, _ b: Int, in bytes: Span<UInt8>) -> Bool {
    let (first, second) = (textRange(Node(index: a)), textRange(Node(index: b)))
    if entries[a].flags.contains(.hasEscapes) || entries[b].flags.contains(.hasEscapes) {
      var (left, right) = (JSONUnescaper(first), JSONUnescaper(second))
      while true {
        let (x, y) = (left.next(in: bytes), right.next(in: bytes))
        if x != y { return false }
        if x == nil { return true }
      }
    }
    guard first.count == second.count else { return false }
    for offset in 0..<first.count where bytes[first.lowerBound + offset] != bytes[second.lowerBound + offset] {
      return false
    }
    return true
  }
}

/// An open-addressing table of keys, kept for the next large object.
struct KeyTable: Sendable {
  private var slots: [(hash: UInt64, key: UInt32)] = []

  /// Makes room for `count` keys, at most half full.
  mutating func reset(for count: Int) {
    var size = 32
    while size < 2 * count { size *= 2 }
    slots.removeAll(keepingCapacity: slots.capacity <= 1 << 12)
    // 0 is the root of the document and never a key.
    slots.append(contentsOf: repeatElement((hash: 0, key: 0), count: size))
  }

  func first(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }
  func next(_ slot: Int) -> Int { (slot + 1) & (slots.count - 1) }
  func key(at slot: Int) -> Int? { slots[slot].key == 0 ? nil : Int(slots[slot].key) }
  func hash(at slot: Int) -> UInt64 { slots[slot].hash }
  mutating func put(_ key: Int, _ hash: UInt64, at slot: Int) { slots[slot] = (hash, UInt32(key)) }
}
