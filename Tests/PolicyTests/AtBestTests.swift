// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// How far the terms let a model come whose other questions are open.
@Suite struct `A certificate at its best` {
  private func atBest(_ change: (inout DataInformation) -> Void) -> Assessment {
    Sample.assess(
      Sample.certificate {
        $0.data = DataInformation()
        change(&$0.data)
      }.atBest)
  }

  @Test func `has data for every stage that may still get some`() {
    #expect(atBest { _ in }.reasons.isEmpty)
    #expect(atBest { $0.stages = Answer([.sft, .preference]) }.reasons.isEmpty)
    // Files name the data, and nobody has said of which stage they are.
    #expect(
      atBest {
        $0.stages = Answer([.pretrain, .sft])
        $0.inventory = [DataSource(name: "one")]
      }.reasons.isEmpty)
    #expect(atBest { $0.inventory = [DataSource(name: "one", stage: .sft)] }.reasons.isEmpty)
  }

  @Test func `lacks what the answers say it lacks`() {
    let lacking = atBest {
      $0.stages = Answer([.pretrain, .sft])
      $0.inventory = [DataSource(name: "one", stage: .sft)]
    }
    #expect(lacking.codes == ["data_stage_uncovered"] && lacking.verdict == .fails)
  }
}
