// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// One item of a file of `Policies/rules`. What it is for is settled here, so that a reminder can never be taken for a rule.
enum RuleItem {
  case rule(Rule)
  case reminder(Reminder)

  var id: String {
    switch self {
    case .rule(let rule): rule.id
    case .reminder(let reminder): reminder.id
    }
  }

  private enum Decision: String, CaseIterable { case allow, deny, remind }

  /// Reads a file of `Policies/rules`, schema `toolgate-rules/1`: the items in their order, each with its place.
  ///
  /// - Parameter licenses: A rule that asks for a licence by a name that no licence has would never fit, and a prohibition
  ///   that never fits looks as if it held.
  static func list(_ map: YAMLMap, licenses: LicenseBook) -> [(item: RuleItem, place: YAMLPlace)] {
    _ = map.required("schema", .exactly("toolgate-rules/1"))
    if !map.has("rules") { map.error("`rules` is missing; it must be a list of rules", at: "rules") }
    return map.maps("rules") { map in RuleItem(map, licenses).map { ($0, map.place(of: "id")) } }.compactMap(\.self)
  }

  private init?(_ map: YAMLMap, _ licenses: LicenseBook) {
    let id = map.required("id", .ruleID)
    let decision = map.required("decision", .choice(Decision.self))
    let why = map.required("why", .prose)
    map.refuseHidden("why", why, mayHaveLines: true)
    let guideline = map.map("guideline") { Rule.Guideline($0) } ?? nil
    map.refuseBare("when")
    let conditions =
      map.map("when") { map in Fact.allCases.compactMap { Rule.Condition($0, in: map, licenses) } } ?? []
    guard let id, let decision, let why else { return nil }
    func rule(_ effect: Rule.Effect) -> RuleItem {
      .rule(Rule(id: id, decision: effect, why: why, guideline: guideline, conditions: conditions))
    }
    switch decision {
    case .allow: self = rule(.allow)
    case .deny: self = rule(.deny)
    case .remind: self = .reminder(Reminder(id: id, why: why, guideline: guideline, conditions: conditions))
    }
  }
}

extension Rule.Guideline {
  fileprivate init?(_ map: YAMLMap) {
    let name = map.required("name", .text)
    let url = map.required("url", .text)
    let date = map.optional("date", .day)
    guard let name, let url else { return nil }
    self.init(name: name, url: url, date: date)
  }
}

extension Rule.Condition {
  /// `fact: [word, …]`, or `fact: {not: [word, …]}`; nil where the fact is not asked about.
  fileprivate init?(_ fact: Fact, in map: YAMLMap, _ licenses: LicenseBook) {
    let key = fact.rawValue
    map.refuseBare(key)
    guard map.has(key) else { return nil }
    let form = YAMLForm.words(of: fact, licenses)
    guard map.isMap(key) else {
      self.init(fact, map.list(key, of: form))
      if map.isEmptyList(key) { map.error("`\(key)` names no word; leave it out where it does not matter", at: key) }
      return
    }
    let words = map.map(key) { map in
      if !map.has("not") || map.isEmptyList("not") {
        map.error("`\(key)` must be a list of words, or {not: [word, …]}", at: "not")
      }
      return map.list("not", of: form)
    }
    self.init(fact, words ?? [], isNegated: true)
  }
}

extension Rule {
  /// Of rules and of exceptions; completes "must be …".
  package static let formOfIDs = "1 to 64 of a-z, 0-9 and -, a letter first"

  package static func isID(_ text: String) -> Bool {
    let isFit = text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
    return isFit && (1...64).contains(text.utf8.count) && text.first?.isLetter == true
  }
}

extension YAMLForm where Value == String {
  static let ruleID = YAMLForm(expected: Rule.formOfIDs, isText: true) { Rule.isID($0) ? $0 : nil }

  /// An id as spdx.json or an entry spells it, or none. Ids compare without case (SPDX 3.0.1, annex B).
  fileprivate static func license(in book: LicenseBook) -> YAMLForm {
    YAMLForm(expected: "an id of spdx.json or licenses, or none", isText: true) { text in
      text == Fact.none || book.lacksList ? text : book.license(text)
    }
  }

  fileprivate static func words(of fact: Fact, _ licenses: LicenseBook) -> YAMLForm {
    switch fact {
    case .license: return .license(in: licenses)
    case .flag: return .flag
    case .model:
      return YAMLForm(expected: "a model's or certificate's id, which may end in *", isText: true) { text in
        CertificateID(text) == nil ? nil : text
      }
    case .project:
      return YAMLForm(expected: YAMLForm<ProjectName>.projectName.expected, isText: true) { ProjectName($0)?.text }
    case .targetWiki:
      return YAMLForm(expected: "a wiki's database name such as enwiki, or none", isText: true) { text in
        text == Fact.none ? text : WikiName(text)?.text
      }
    // One by one, so that whoever adds a fact without a vocabulary is asked for its form.
    case .tier, .verdict, .dataTier, .trust, .host, .standing, .outputTerms, .nonCompete, .providerOutputTraining,
      .providerInputTraining, .purpose, .namespace, .operation, .optedIn, .exception:
      return .choice(of: Set(fact.vocabulary ?? []))
    }
  }
}
