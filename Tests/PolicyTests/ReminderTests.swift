// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

/// What has to be heeded and decides nothing: the shipped reminders, and those of other files.
@Suite struct Reminders {
  private static let policies = PolicyDirectory.load(path: shippedPolicies).policies!
  private static let today = CivilDay("2026-12-01")!

  private func inquiry(
    _ wiki: String?, _ purpose: Purpose?, _ namespace: TargetNamespace? = nil, operation: Operation = .chat,
    model: String = "toolgate/extractive-1"
  ) throws -> Inquiry {
    let assessed = try #require(CertificateID(model).flatMap { Self.policies.catalogue[$0] })
    return Inquiry(
      ModelFacts(model: ModelID("served")!, assessed: assessed, trust: .local),
      CallFacts(
        project: ProjectName("wikisum")!, operation: operation, purpose: purpose,
        targetWiki: wiki.flatMap { WikiName($0) }, namespace: namespace),
      day: Self.today)
  }

  @Test(
    arguments: [
      ("enwiki", .translate, nil, "enwiki-translation-conditions"),
      ("enwiki", .translate, .article, "enwiki-translation-conditions"),
      ("enwiki", .translate, .draft, "enwiki-translation-conditions"),
      ("enwiki", .translate, .talk, ""),
      ("enwiki", .copyedit, nil, "enwiki-copyedit-conditions"),
      ("enwiki", .copyedit, .user, ""),
      ("enwiki", .generate, .draft, "enwiki-unreviewed-pages"),
      ("enwiki", nil, .user, "enwiki-unreviewed-pages"),
      ("enwiki", .summarize, .talk, ""),
      ("enwiki", .search, .article, ""),
      ("dewiki", .translate, nil, "dewiki-translation-conditions"),
      ("dewiki", .copyedit, .article, "dewiki-copyedit-conditions"),
      ("dewiki", .generate, .talk, ""),
      ("bnwiki", .generate, .article, "bnwiki-generated-pages"),
      ("bnwiki", .rewrite, nil, "bnwiki-generated-pages"),
      ("bnwiki", nil, nil, "bnwiki-generated-pages"),
      ("bnwiki", .translate, .article, ""),
      ("bnwiki", .generate, .talk, ""),
      ("commonswiki", .generate, .other, "commonswiki-generated-media"),
      ("commonswiki", nil, nil, "commonswiki-generated-media"),
      ("commonswiki", .classify, .other, ""),
      ("frwiki", .generate, .article, "wiki-without-recorded-rules"),
      ("frwiki", .translate, nil, "wiki-without-recorded-rules"),
      ("frwiktionary", nil, .talk, "wiki-without-recorded-rules"),
      ("frwiki", .search, .article, ""),
      (nil, .generate, nil, ""),
      (nil, nil, .article, ""),
    ] as [(String?, Purpose?, TargetNamespace?, String)])
  func `each wiki's wishes are told where they matter`(
    wiki: String?, purpose: Purpose?, namespace: TargetNamespace?, id: String
  ) throws {
    let ruling = Self.policies.rulebook.rule(on: try inquiry(wiki, purpose, namespace))
    #expect(ruling.isAllowed && ruling.rule == "open-models" && ruling.facts.map(\.fact) == ["tier"])
    #expect(ruling.reminderList == id && ruling.reminderIDs == (id.isEmpty ? [] : [id]))
    #expect(ruling.reminders.map(\.id) == ruling.reminderIDs)
    // A vector goes onto no page.
    let vectors = try inquiry(wiki, purpose, namespace, operation: .embeddings)
    #expect(Self.policies.rulebook.rule(on: vectors).reminderList == "")
  }

  @Test func `each shipped reminder says where its words are from`() {
    #expect(Self.policies.rulebook.reminders.count == 8)
    for reminder in Self.policies.rulebook.reminders {
      #expect(reminder.guideline?.url.hasPrefix("https://") == true, "\(reminder.id)")
    }
  }

  @Test(arguments: [nil, "enwiki", "dewiki", "bnwiki", "commonswiki", "frwiki"])
  func `no reminder changes what is decided, and what is refused has none`(wiki: String?) throws {
    let book = Self.policies.rulebook
    let (bare, all) = (Rulebook(rules: book.rules), Reminder(id: "always", why: "Heed it."))
    for purpose in Purpose.allCases.map(Optional.some) + [nil] {
      for namespace in TargetNamespace.allCases.map(Optional.some) + [nil] {
        for model in ["toolgate/extractive-1", "Qwen/Qwen3-14B", "Qwen/Qwen3.8-27B"] {
          let inquiry = try inquiry(wiki, purpose, namespace, model: model)
          let decided = bare.rule(on: inquiry)
          let ruling = Rulebook(rules: book.rules, reminders: book.reminders + [all]).rule(on: inquiry)
          #expect(ruling.isAllowed == decided.isAllowed && ruling.rule == decided.rule)
          #expect(ruling.facts == decided.facts && ruling.sentence == decided.sentence)
          #expect(ruling.exception == decided.exception && ruling.isFloor == decided.isFloor)
          #expect(ruling.isAllowed ? ruling.reminderIDs.last == "always" : ruling.reminders.isEmpty)
        }
      }
    }
  }

  @Test func `reminders alone allow nothing`() throws {
    let book = Rulebook(rules: [], reminders: [Reminder(id: "always", why: "Heed it.")])
    let ruling = book.rule(on: try inquiry(nil, nil))
    #expect(!ruling.isAllowed && ruling.rule == "no-rule" && ruling.reminders.isEmpty)
  }

  @Test func `a ruling that is kept has its reminders`() throws {
    var cache = RulingCache()
    let inquiry = try inquiry("bnwiki", .generate)
    for _ in 1...2 {
      let ruling = cache.ruling(
        on: inquiry.call, of: inquiry.model.model, day: Self.today, by: Self.policies.rulebook, facts: inquiry.model)
      #expect(ruling.reminderIDs == ["bnwiki-generated-pages"])
    }
    #expect(cache.count == 1)
  }

  @Test func `an explanation names each reminder that was asked and why it did not fit`() throws {
    let explanation = Self.policies.rulebook.explain(try inquiry("bnwiki", .generate))
    #expect(explanation.reminders.map(\.asked.id) == Self.policies.rulebook.reminders.map(\.id))
    #expect(explanation.reminders.filter { $0.objection == nil }.map(\.asked) == explanation.ruling.reminders)
    #expect(explanation.reminders.first?.objection?.description == "purpose: translate")
    #expect(try Self.policies.rulebook.explain(inquiry("enwiki", .generate)).reminders.isEmpty)
  }

  // MARK: Files

  private func load(_ rules: String) -> (policies: Policies?, problems: [String]) {
    let text = "schema: toolgate-rules/1\nrules:\n\(rules)\n"
    let (policies, problems) = PolicyDirectory.load(
      path: shippedPolicies, candidates: ["rules/zz.yaml": Array(text.utf8)])
    return (policies, problems.map(\.description))
  }

  @Test func `a reminder is read with its guideline and its conditions, and stands apart from the rules`() throws {
    let (policies, problems) = load(
      "  - {id: z-1, decision: remind, why: Heed it., when: {purpose: {not: [search]}, flag: [trained_on_book3]},\n"
        + "     guideline: {name: G, url: https://example.org/g, date: 2026-01-02}}")
    #expect(problems == [])
    let rulebook = try #require(policies).rulebook
    let reminder = try #require(rulebook.reminders.last)
    #expect(reminder.id == "z-1" && rulebook.rules == Self.policies.rulebook.rules)
    #expect(reminder.sentence == "Heed it. Guideline: G, 2026-01-02, https://example.org/g")
    #expect(reminder.conditions.map(\.description) == ["flag: trained_on_book3", "purpose: not search"])
    #expect(
      PolicyAudit.warnings(try #require(policies), on: CivilDay("2026-11-30")!).first?.description
        == "rules/zz.yaml:3:10: the rule `z-1` asks for the flag `trained_on_book3`, which no certificate has; did you mean "
        + "`trained_on_books3`?")
  }

  @Test func `a reminder and a rule share no id`() {
    #expect(
      load("  - {id: open-models, decision: remind, why: W}").problems == [
        "rules/zz.yaml:3:10: the rule `open-models` already stands in rules/default.yaml; keep one"
      ])
  }

  @Test func `too many reminders are told of at one that is among them`() {
    let rules = (1...33).map { "  - {id: z-\($0), decision: remind, why: W, when: {target_wiki: [fywiki]}}\n" }.joined()
    let other = "  - {id: zz, decision: remind, why: W, when: {target_wiki: [sewiki]}}"
    let problems = load(rules + other).problems
    #expect(problems.count == 1 && problems[0].hasPrefix("rules/zz.yaml:35:10: an answer for `fywiki` "), "\(problems)")
  }

  @Test(arguments: ["\\e[31m", "\\u202E", "\\r"])
  func `what cannot be seen does not stand in what people are told`(hidden: String) {
    for decision in ["remind", "deny"] {
      let problems = load("  - {id: z-1, decision: \(decision), why: \"W\(hidden)W\"}").problems
      #expect(
        problems == [
          "rules/zz.yaml:3:\(32 + decision.utf8.count): `why` holds a character that cannot be seen; take it out"
        ])
    }
  }

  @Test(
    arguments: [
      ("", 32, nil), ("", 33, "a wiki that no reminder names"), ("when: {target_wiki: [fywiki]}", 32, nil),
      ("when: {target_wiki: [fywiki]}", 33, "`fywiki`"), ("when: {target_wiki: {not: [fywiki]}}", 31, nil),
      ("when: {target_wiki: {not: [fywiki]}}", 33, "a wiki that no reminder names"),
    ] as [(String, Int, String?)])
  func `no answer gets more reminders than a header has room for`(when: String, count: Int, crowded: String?) throws {
    let rules = (1...count).map { number in
      "  - {id: z-\(number), decision: remind, why: W\(when.isEmpty ? "" : ", \(when)")}\n"
    }.joined()
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", TemporaryPolicies.certificate())
    try directory.write("rules/zz.yaml", "schema: toolgate-rules/1\nrules:\n\(rules)")
    #expect(
      directory.load().problems
        == (crowded.map { wiki in
          [
            "rules/zz.yaml:\(count + 2):10: an answer for \(wiki) could have more than 32 reminders, and a header has no "
              + "room for them; join some, or name `target_wiki`"
          ]
        } ?? []))
  }
}
