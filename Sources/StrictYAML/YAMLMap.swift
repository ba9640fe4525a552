// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The keys of one map, asked for one by one. What nobody asked for is unknown and reported as such.
///
/// Nothing throws: a wrong value is put into the report and the reader goes on with nil or the default, so that one run
/// names every fault. The caller checks the report before it uses what was read.
package final class YAMLMap {
  /// Where the map begins.
  package let place: YAMLPlace
  package let report: YAMLReport
  private let entries: [String: YAMLEntry]
  private var known: [String] = []

  private init(_ entries: [YAMLEntry], place: YAMLPlace, report: YAMLReport) {
    self.entries = Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    self.place = place
    self.report = report
  }

  /// Hands the node to `body` as a map and reports the keys that `body` did not ask for.
  static func read<R>(_ node: YAMLNode, report: YAMLReport, what: String, _ body: (YAMLMap) -> R) -> R? {
    guard case .map(let entries) = node.content else {
      report.error("\(what) must be a map of keys and values, not \(node.kind)", at: node.place)
      return nil
    }
    let map = YAMLMap(entries, place: node.place, report: report)
    let result = body(map)
    map.reportUnknownKeys()
    return result
  }

  // MARK: Single values

  package func has(_ key: String) -> Bool { value(of: key) != nil }

  /// Nil when the key is missing or wrong; both are reported.
  package func required<T>(_ key: String, _ form: YAMLForm<T>) -> T? {
    guard let node = value(of: key) else {
      report.error("`\(key)` is missing; it must be \(form.expected)", at: entries[key]?.place ?? place)
      return nil
    }
    return form.read(node, key: key, report: report)
  }

  /// Nil when the key is absent, null or wrong; wrong is reported.
  package func optional<T>(_ key: String, _ form: YAMLForm<T>) -> T? {
    value(of: key).flatMap { form.read($0, key: key, report: report) }
  }

  package func value<T>(_ key: String, _ form: YAMLForm<T>, default standard: T) -> T {
    optional(key, form) ?? standard
  }

  // MARK: Maps and lists

  /// Nil when the key is absent, null or not a map.
  @discardableResult
  package func map<R>(_ key: String, _ body: (YAMLMap) -> R) -> R? {
    value(of: key).flatMap { YAMLMap.read($0, report: report, what: "`\(key)`", body) }
  }

  @discardableResult
  package func requiredMap<R>(_ key: String, _ body: (YAMLMap) -> R) -> R? {
    guard has(key) else {
      report.error("`\(key)` is missing; it must be a map of keys and values", at: entries[key]?.place ?? place)
      return nil
    }
    return map(key, body)
  }

  /// The results for those items of a list that are maps; empty when the key is absent.
  package func maps<R>(_ key: String, _ body: (YAMLMap) -> R) -> [R] {
    nodes(key).compactMap { YAMLMap.read($0, report: report, what: "each item of `\(key)`", body) }
  }

  /// For a list of which each item counts by itself: empty when the key is absent.
  package func soundMaps<R>(_ key: String, _ body: (YAMLMap) -> R?) -> SoundItems<R> {
    var sound = SoundItems<R>()
    for node in nodes(key) {
      let before = report.errorCount
      let item = YAMLMap.read(node, report: report, what: "each item of `\(key)`", body) ?? nil
      let faults = report.errorCount - before
      sound.faults += faults
      if faults == 0, let item { sound.items.append(item) }
    }
    return sound
  }

  /// The items of a list that have the form; empty when the key is absent.
  package func list<T>(_ key: String, of form: YAMLForm<T>) -> [T] {
    nodes(key).compactMap { form.read($0, key: key, report: report) }
  }

  /// A map whose keys are free: each value that has the form, by its key.
  package func dictionary<T>(_ key: String, of form: YAMLForm<T>) -> [String: T] {
    guard let node = value(of: key) else { return [:] }
    guard case .map(let entries) = node.content else {
      report.error("`\(key)` must be a map of keys and values, not \(node.kind)", at: node.place)
      return [:]
    }
    var values: [String: T] = [:]
    for entry in entries { values[entry.key] = form.read(entry.value, key: entry.key, report: report) }
    return values
  }

  private func nodes(_ key: String) -> [YAMLNode] {
    guard let node = value(of: key) else { return [] }
    guard case .list(let nodes) = node.content else {
      report.error("`\(key)` must be a list, not \(node.kind)", at: node.place)
      return []
    }
    return nodes
  }

  // MARK: Places and faults

  /// Where the key's value stands, or the map if the key is absent.
  package func place(of key: String) -> YAMLPlace { entries[key]?.value.place ?? place }

  /// True if the value is a single one, as opposed to a map or a list.
  package func isScalar(_ key: String) -> Bool {
    if case .scalar? = value(of: key)?.content { true } else { false }
  }

  package func isMap(_ key: String) -> Bool {
    if case .map? = value(of: key)?.content { true } else { false }
  }

  /// True for `[]`; false for a list of wrong items, which have been reported already.
  package func isEmptyList(_ key: String) -> Bool {
    if case .list(let items)? = value(of: key)?.content { items.isEmpty } else { false }
  }

  /// Reports a key that stands there with nothing behind it, where leaving it out means "all": a restriction whose last
  /// word was taken out must not turn into none.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  package func refuseBare(_ keys: String...) -> Bool {
    var isAny = false
    for key in keys {
      guard let entry = entries[key], entry.value.isNull else { continue }
      if !known.contains(key) { known.append(key) }
      isAny = true
      report.error(
        "`\(key)` says nothing; give it a value, or leave the key out if it shall not matter", at: entry.place)
    }
    return isAny
  }

  package func error(_ message: String, at key: String) { report.error(message, at: place(of: key)) }

  /// Put at the key, not at its value.
  package func warn(_ message: String, at key: String) { report.warn(message, at: entries[key]?.place ?? place) }

  private func value(of key: String) -> YAMLNode? {
    if !known.contains(key) { known.append(key) }
    guard let node = entries[key]?.value, !node.isNull else { return nil }
    return node
  }

  private func reportUnknownKeys() {
    for entry in entries.values where !known.contains(entry.key) {
      let advice =
        NearestName.of(entry.key, among: known).map { "the nearest known key is `\($0)`" }
        ?? "known here: \(known.sorted().joined(separator: ", "))"
      report.error("unknown key `\(printable(entry.key))`; \(advice)", at: entry.place)
    }
  }
}
