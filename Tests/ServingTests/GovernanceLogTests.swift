// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Notes
import Policy
import Serving
import Testing
import ToolgateTesting

@Suite struct GovernanceLogTests {
  private static let now = TemporaryLedger.start

  /// The entries from a leaf on, as objects.
  private static func entries(_ ledger: Ledger, from first: Int64) throws -> [[String: Any]] {
    try ledger.entries(from: first, count: 10_000).map { entry in
      try #require(JSONSerialization.jsonObject(with: Data(entry)) as? [String: Any])
    }
  }

  /// Under any changes of the policies, each act has exactly one leaf, and nothing is told twice.
  @Test(arguments: 1...8 as ClosedRange<UInt64>) func `the log tells each change once`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let temporary = try TemporaryLedger()
    var ledger = temporary.ledger
    var state = PoliciesInMotion()
    // What a reader of the log takes for true, and at which leaf it was said.
    var told: [String: (content: String, leaf: Int64)] = [:]
    var removals = 0
    for step in 0..<80 {
      for _ in 0..<Int.random(in: 0...3, using: &random) { state.change(using: &random) }
      if step % 7 == 6 { ledger = try Ledger(path: temporary.path) }
      let first = try ledger.leafCount()
      let now = Self.now + .seconds(step)
      let count = try GovernanceLog.follow(state.policies, serving: [], keys: [], in: ledger, at: now)
      var said: [String] = []
      for (place, entry) in try Self.entries(ledger, from: first).enumerated() {
        let leaf = first + Int64(place)
        #expect(entry["t"] as? Int64 == now.seconds && entry["v"] as? Int == 2)
        if entry["type"] as? String == "removal" {
          let (thing, last) = try #require(told.first { $0.value.leaf == entry["leaf"] as? Int64 })
          #expect(thing.split(separator: " ")[0] == entry["of"] as? String ?? "")
          #expect(try last.content == PoliciesInMotion.read(Self.entries(ledger, from: last.leaf)[0]).content)
          said.append("\(thing) is gone")
          told[thing] = nil
          removals += 1
        } else {
          let (thing, content) = try PoliciesInMotion.read(entry)
          said.append("\(thing) is \(content)")
          told[thing] = (content, leaf)
        }
      }
      #expect(said.sorted() == state.news(), "step \(step)")
      #expect(count == said.count && told.mapValues(\.content) == state.standing)
      state.tellAll()
      #expect(try GovernanceLog.follow(state.policies, serving: [], keys: [], in: ledger, at: now + .seconds(1)) == 0)
    }
    #expect(removals > 20)
    #expect(try ledger.verify().findings == [])
  }

  @Test func `what comes back is told again, and its removal names the leaf that it takes back`() throws {
    let temporary = try TemporaryLedger()
    var state = PoliciesInMotion()
    let before = state.policies
    state.exceptions["trial"] = 1
    for policies in [state.policies, before, state.policies] {
      try GovernanceLog.follow(policies, serving: [], keys: [], in: temporary.ledger, at: Self.now)
    }
    let entries = try Self.entries(temporary.ledger, from: 0)
    let types = ["policies", "exception", "policies", "removal", "policies", "exception"]
    #expect(entries.map { $0["type"] as? String } == types)
    #expect(
      try temporary.ledger.entries(from: 3, count: 1).map { String(decoding: $0, as: UTF8.self) } == [
        #"{"leaf":1,"of":"exception","subject":"trial","t":\#(Self.now.seconds),"type":"removal","v":2}"#
      ])
  }

  /// They are in the log for good: nothing may stand there that was not meant to.
  @Test func `opt-ins and certifiers are told with these members and no others`() throws {
    let temporary = try TemporaryLedger()
    var state = PoliciesInMotion()
    state.optIns = [1]
    state.certifiers = [0: [nil]]
    try GovernanceLog.follow(state.policies, serving: [], keys: [], in: temporary.ledger, at: Self.now)
    let key = PoliciesInMotion.key(0)
    let (t, v) = (Self.now.seconds, #","v":2}"#)
    #expect(
      try temporary.ledger.entries(from: 1, count: 9).map { String(decoding: $0, as: UTF8.self) } == [
        #"{"opt_in":{"project":"tool-1","since":"2026-11-02","task":"T1","tiers":"T3"},"t":\#(t),"type":"opt_in""# + v,
        #"{"certifier":{"key":"\#(key)","name":"certifier-0","since":"2026-01-01","until":null},"t":\#(t),"#
          + #""type":"certifier""# + v,
      ])
  }

  @Test func `how a model is served is told when it changes, with these members and no others`() throws {
    let temporary = try TemporaryLedger()
    var state = PoliciesInMotion()
    state.certificates["a/model-0"] = 0
    var settings = Settings()
    settings.embedded = false
    settings.backends = [
      BackendSettings(
        id: BackendID("near")!, kind: "openai", url: "http://127.0.0.1:1",
        models: [
          ModelSettings(
            id: ModelID("m")!, upstream: "their-m", certificate: CertificateID("a/model-0")!, context: 2048,
            maxOutput: 100)
        ])
    ]
    func news() throws -> [String] {
      let first = try temporary.ledger.leafCount()
      let serving = ServedCatalogue.build(settings: settings, policies: state.policies).catalogue.models
      try GovernanceLog.follow(state.policies, serving: serving, keys: [], in: temporary.ledger, at: Self.now)
      return try temporary.ledger.entries(from: first, count: 9).map { String(decoding: $0, as: UTF8.self) }
    }
    func leaf(region: String) -> String {
      #"{"served":{"backend":"near","cert":"a/model-0","contract":null,"engine":"openai","id":"m","region":\#(region),"#
        + #""trust":"local","upstream":"their-m"},"t":\#(Self.now.seconds),"type":"served","v":2}"#
    }
    #expect(try news().last == leaf(region: "null"))
    #expect(try news() == [])
    settings.backends[0].region = HostRegion("eqiad")
    #expect(try news() == [leaf(region: #""eqiad""#)])
    settings.backends = []
    #expect(
      try news() == [#"{"leaf":3,"of":"served","subject":"m","t":\#(Self.now.seconds),"type":"removal","v":2}"#])
  }
}
