// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct StopBoardTests {
  static func stop(_ scope: LimitScope, now endsCalls: Bool = false) -> EmergencyStop {
    EmergencyStop(scope: scope, reason: "r", task: "T1", since: Instant(seconds: 0), endsCalls: endsCalls)
  }

  static func covering(_ board: StopBoard, underWay: Bool) -> LimitScope? {
    board.stop(project: ProjectID(row: 1), model: ModelID("m")!, backend: BackendID("b")!, underWay: underWay)?.scope
  }

  @Test(arguments: [
    LimitScope.global, .backend(BackendID("b")!), .model(ModelID("m")!), .project(ProjectID(row: 1)),
  ])
  func aStopCoversItsScope(scope: LimitScope) {
    #expect(Self.covering(StopBoard([Self.stop(scope)]), underWay: false) == scope)
    #expect(Self.covering(StopBoard([Self.stop(scope)]), underWay: true) == nil, "calls under way go on")
    #expect(Self.covering(StopBoard([Self.stop(scope, now: true)]), underWay: true) == scope)
  }

  @Test func othersAreNotCovered() {
    let board = StopBoard([
      Self.stop(.backend(BackendID("c")!)), Self.stop(.model(ModelID("n")!)), Self.stop(.project(ProjectID(row: 2))),
    ])
    #expect(Self.covering(board, underWay: false) == nil)
    #expect(Self.covering(StopBoard(), underWay: false) == nil)
  }

  @Test func aWiderStopDoesNotHideANarrowerOneThatEndsCalls() {
    let project = LimitScope.project(ProjectID(row: 1))
    let board = StopBoard([Self.stop(.global), Self.stop(project, now: true)])
    #expect(Self.covering(board, underWay: false) == .global)
    #expect(Self.covering(board, underWay: true) == project)
  }
}
