// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@testable import Admission

@Suite struct FairQueueTests {
  typealias Queue = FairQueue<Int>

  static func item(_ ticket: Int, project: Int64, cost: Int64 = 16, weight: Int64 = 1, batch: Bool = false)
    -> Queue.Item
  {
    Queue.Item(
      id: WaiterID(port: 0, ticket: UInt64(ticket)), project: ProjectID(row: project), cost: cost, weight: weight,
      isBatch: batch, element: ticket)
  }

  static func served(_ queue: inout Queue) -> [Int] {
    var served: [Int] = []
    while let next = queue.popFirst() { served.append(next.element) }
    return served
  }

  @Test func withinAProjectTheFirstIsFirst() {
    var queue = Queue()
    for ticket in 0..<5 { queue.append(Self.item(ticket, project: 1)) }
    #expect(Self.served(&queue) == [0, 1, 2, 3, 4])
    #expect(queue.count == 0)
  }

  @Test(arguments: [1, 16, 100_000] as [Int64], [1, 16, 100_000] as [Int64])
  func aSingleCallPassesATorrentOfAnotherProject(theirs: Int64, own: Int64) throws {
    var queue = Queue()
    for ticket in 0..<200 { queue.append(Self.item(ticket, project: 1, cost: theirs)) }
    queue.append(Self.item(1_000, project: 2, cost: own))
    let place = try #require(Self.served(&queue).firstIndex(of: 1_000))
    #expect(place <= 4, "behind some calls of the other, not behind two hundred")
    if theirs == own { #expect(place <= 2) }
  }

  @Test func whoHasMostWaitingMakesRoom() {
    var queue = Queue()
    for ticket in 0..<3 { queue.append(Self.item(ticket, project: 1)) }
    queue.append(Self.item(3, project: 2, batch: true))
    #expect(queue.longest == 3)
    #expect(queue.removeFromLongest()?.element == 2, "not the batch of who has one call waiting")
    queue.append(Self.item(4, project: 1, batch: true))
    #expect(queue.longest == 3 && queue.removeFromLongest()?.element == 4, "its batches go first")
  }

  @Test func whoeverWaitsForAnAnswerComesBeforeABatch() {
    var queue = Queue()
    queue.append(Self.item(1, project: 1, batch: true))
    queue.append(Self.item(2, project: 1))
    queue.append(Self.item(3, project: 2, batch: true))
    queue.append(Self.item(4, project: 2))
    #expect(Set(Self.served(&queue).prefix(2)) == [2, 4])
  }

  /// Over a long backlog each project is served by its weight, measured in cost and not in calls.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func sharesFollowWeights(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var queue = Queue()
    let weights: [Int64: Int64] = [1: 1, 2: Int64.random(in: 1...5, using: &random), 3: 3]
    var costs: [Int64: ClosedRange<Int64>] = [:]
    for project in weights.keys { costs[project] = 1...Int64.random(in: 1...256, using: &random) }
    var ticket = 0
    for project in weights.keys.sorted() {
      for _ in 0..<4_000 {
        ticket += 1
        queue.append(
          Self.item(
            ticket, project: project, cost: Int64.random(in: costs[project]!, using: &random),
            weight: weights[project]!))
      }
    }
    // As long as all three have something waiting.
    var shares: [Int64: Int64] = [:]
    while weights.keys.allSatisfy({ queue.waiting(of: ProjectID(row: $0)) > 0 }), let next = queue.popFirst() {
      shares[next.project.row, default: 0] += min(max(8, next.cost), 32)
    }
    // Deficit round robin is off by at most one round and one call for each.
    let rounds = shares.map { Double($0.value) / Double(weights[$0.key]!) }
    #expect(rounds.max()! - rounds.min()! <= 2 * 32 + 16, "\(shares) by \(weights)")
  }

  /// Nothing is lost and nothing comes twice, whatever leaves in between.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func everyCallComesOutOnce(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var queue = Queue()
    var inside: [Int: Queue.Item] = [:]
    for ticket in 0..<5_000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let item = Self.item(
          ticket, project: Int64.random(in: 1...6, using: &random), cost: Int64.random(in: 0...400, using: &random),
          weight: Int64.random(in: 1...100, using: &random), batch: Bool.random(using: &random))
        queue.append(item)
        inside[ticket] = item
      case 5..<7:
        let next = queue.popFirst()
        #expect((next == nil) == inside.isEmpty)
        if let next {
          #expect(next.isBatch == inside.values.allSatisfy(\.isBatch), "a batch only when nobody else waits")
          #expect(inside.removeValue(forKey: next.element) != nil)
        }
      case 7:
        guard let item = inside.values.min(by: { $0.element < $1.element }) else { continue }
        #expect(queue.remove(item.id, of: item.project)?.element == item.element)
        #expect(queue.remove(item.id, of: item.project) == nil)
        inside[item.element] = nil
      default:
        guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
        let most = queue.longest
        if let last = queue.removeFromLongest() {
          #expect(most > 0 && inside.removeValue(forKey: last.element) != nil)
        } else {
          #expect(inside.isEmpty)
        }
      }
      #expect(queue.count == inside.count)
    }
    #expect(Set(Self.served(&queue)) == Set(inside.keys))
  }
}
