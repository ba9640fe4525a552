// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// Turns a text into a `YAMLNode` with Yams' parser, and reports what a strict file may not hold: anchors and aliases
/// (and with them merge keys and bombs), tags, keys that are not words, a second document, deep nesting.
struct YAMLComposer {
  let text: String
  let report: YAMLReport
  /// Nothing is then a map without keys.
  let mayBeEmpty: Bool

  /// Deeper than any file of an installation; keeps the walk's stack small.
  static let depthLimit = 32

  func compose() -> YAMLNode? {
    guard !hasAlias() else { return nil }
    var source = DuplicateKeys(text: text)
    while true {
      do {
        // Yams keeps an anchor only as long as its parser lives, so the parser must outlive the walk.
        let parser = try Parser(yaml: source.text, encoding: .utf8)
        return try withExtendedLifetime(parser) { try document(of: parser, keys: source) }
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // Yams stops at the first map with a duplicate. The key is marked and the text is parsed again, until the
        // whole tree can be walked and every duplicate be reported.
        let place = YAMLPlace(line: context.mark.line, column: context.mark.column)
        guard source.mark(keyAt: place) else {
          report.error("the key `\(names.first ?? "")` stands more than once in one map; keep one", at: place)
          return nil
        }
      } catch let error as YamlError {
        let (message, place) = Self.explain(error)
        report.error(message, at: place)
        return nil
      } catch {
        report.error("the file cannot be parsed", at: .start)
        return nil
      }
    }
  }

  private func document(of parser: Parser, keys: DuplicateKeys) throws -> YAMLNode? {
    guard let root = try parser.nextRoot() else {
      if mayBeEmpty { return YAMLNode(place: .start, content: .map([])) }
      report.error("the file is empty", at: .start)
      return nil
    }
    let node = convert(root, keys: keys, depth: 1)
    if let second = try parser.nextRoot() {
      report.error("a second document begins here; one file holds one document", at: place(of: second))
      return nil
    }
    return node
  }

  private func convert(_ node: Node, keys: DuplicateKeys, depth: Int) -> YAMLNode? {
    let place = place(of: node)
    // An alias comes as a copy of its anchor's node, with the anchor: not going into anchored nodes is what keeps a
    // bomb from being walked.
    if let anchor = node.anchor {
      report.error("anchors and aliases are not allowed (`&\(anchor.rawValue)`); write the value out", at: place)
      return nil
    }
    guard depth <= Self.depthLimit else {
      report.error("nested more than \(Self.depthLimit) deep", at: place)
      return nil
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      // Yams itself marks what stands in quotes as a string.
      let isQuoted = !isPlain && scalar.tag.description == Tag.Name.str.rawValue
      guard isQuoted || isUntagged(scalar.tag, at: place) else { return nil }
      return YAMLNode(place: place, content: .scalar(YAMLScalar(text: scalar.string, isPlain: isPlain)))
    case .sequence(let sequence):
      guard isUntagged(sequence.tag, at: place) else { return nil }
      return YAMLNode(place: place, content: .list(sequence.compactMap { convert($0, keys: keys, depth: depth + 1) }))
    case .mapping(let mapping):
      guard isUntagged(mapping.tag, at: place) else { return nil }
      return YAMLNode(place: place, content: .map(entries(of: mapping, keys: keys, depth: depth)))
    case .alias:
      report.error("anchors and aliases are not allowed; write the value out", at: place)
      return nil
    }
  }

  private func entries(of mapping: Node.Mapping, keys: DuplicateKeys, depth: Int) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var firstPlaces: [String: YAMLPlace] = [:]
    for (key, value) in mapping {
      let keyPlace = place(of: key)
      // The tag of a key says nothing: Yams gives every key a tag of its own when it looks for duplicates.
      guard case .scalar(let scalar) = key, key.anchor == nil else {
        report.error("a key must be a single word, without anchor or alias", at: keyPlace)
        continue
      }
      let name = keys.original(scalar.string, at: keyPlace)
      guard name != "<<" else {
        report.error("merge keys are not allowed; write the keys out", at: keyPlace)
        _ = convert(value, keys: keys, depth: depth + 1)
        continue
      }
      let node = convert(value, keys: keys, depth: depth + 1)
      if let first = firstPlaces[name] {
        report.error("the key `\(name)` already stands in line \(first.line); keep one", at: keyPlace)
        continue
      }
      firstPlaces[name] = keyPlace
      if let node { entries.append(YAMLEntry(key: name, place: keyPlace, value: node)) }
    }
    return entries
  }

  private func isUntagged(_ tag: Tag, at place: YAMLPlace) -> Bool {
    if tag.description.isEmpty { return true }
    report.error("tags are not allowed; write the bare value", at: place)
    return false
  }

  private func place(of node: Node) -> YAMLPlace {
    node.mark.map { YAMLPlace(line: $0.line, column: $0.column) } ?? .start
  }
}

extension YAMLComposer {
  /// Yams compares the keys of a map by walking them, and an alias as a key would be walked in full, again and again. So
  /// a text with an alias is not composed at all; libyaml's parser, which knows one from a star in prose, says where.
  private func hasAlias() -> Bool {
    let marks = AliasScan.marks(in: text, atMost: 100)
    guard marks.contains(where: \.isAlias) || marks.count == 100 else { return false }
    // Whoever writes the values out at the anchors has no use for the aliases.
    let anchors = marks.filter { !$0.isAlias }
    for mark in anchors.isEmpty ? marks : anchors {
      report.error("anchors and aliases are not allowed (`\(mark.name)`); write the value out", at: mark.place)
    }
    return true
  }

  private static func explain(_ error: YamlError) -> (String, YAMLPlace) {
    func place(_ mark: Mark) -> YAMLPlace { YAMLPlace(line: mark.line, column: mark.column) }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let began = context.map { " \($0.text) that began in line \($0.mark.line)" } ?? ""
      return ("not valid YAML: \(problem)\(began)", place(mark))
    case .composer(_, let problem, let mark, _):
      let isAlias = problem.contains("alias")
      return (
        isAlias ? "anchors and aliases are not allowed; write the value out" : "not valid YAML: \(problem)",
        place(mark)
      )
    case .reader(let problem, _, _, _): return ("not valid YAML: \(problem)", .start)
    default: return ("the file cannot be parsed", .start)
    }
  }
}
