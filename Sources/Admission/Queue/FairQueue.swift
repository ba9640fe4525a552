// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Calls that wait for a place at one backend, in the order in which they are served: weighted deficit round robin between
/// projects (M. Shreedhar and G. Varghese, "Efficient Fair Queueing using Deficit Round Robin", 1995), first come first
/// served within one, and whoever waits for an answer before whoever works through a batch.
///
/// So a project that sends two hundred calls at once delays another's single call by one of its calls, not by two hundred.
struct FairQueue<Element: Sendable>: Sendable {
  struct Item: Sendable {
    let id: WaiterID
    let project: ProjectID
    /// Work that the call brings, in any unit; at least 1.
    let cost: Int64
    /// Share against other projects, 1 to 100.
    let weight: Int64
    let isBatch: Bool
    let element: Element
  }

  private struct Flow: Sendable {
    var items: [Item] = []
    /// Cost that the project may still spend in this round.
    var deficit: Int64 = 0
    /// It has had its share of this round.
    var isServed = false
  }

  /// Projects of one class that have calls waiting, the next one first.
  private struct Ring: Sendable {
    var order: [ProjectID] = []
    var flows: [ProjectID: Flow] = [:]
  }

  private var interactive = Ring()
  private var batch = Ring()
  private(set) var count = 0

  /// What a project of weight 1 may spend in a round. Costs are cut at `maximumCost`, so a call waits at most 16 rounds.
  private static var quantum: Int64 { 16 }
  private static var maximumCost: Int64 { 256 }

  mutating func append(_ item: Item) {
    count += 1
    change(item.isBatch) { ring in
      if ring.flows[item.project] == nil { ring.order.append(item.project) }
      ring.flows[item.project, default: Flow()].items.append(item)
    }
  }

  mutating func popFirst() -> Item? {
    guard count > 0 else { return nil }
    count -= 1
    return interactive.order.isEmpty ? Self.serve(&batch) : Self.serve(&interactive)
  }

  private static func serve(_ ring: inout Ring) -> Item? {
    while let project = ring.order.first, var flow = ring.flows[project], let head = flow.items.first {
      if !flow.isServed {
        flow.isServed = true
        flow.deficit += quantum * max(1, head.weight)
      }
      let cost = min(max(1, head.cost), maximumCost)
      guard flow.deficit >= cost else {
        // The next project's turn; what is left of this one's share stays with it.
        flow.isServed = false
        ring.flows[project] = flow
        ring.order.removeFirst()
        ring.order.append(project)
        continue
      }
      flow.deficit -= cost
      flow.items.removeFirst()
      if flow.items.isEmpty {
        // Whoever has nothing waiting saves nothing up.
        ring.flows[project] = nil
        ring.order.removeFirst()
      } else {
        ring.flows[project] = flow
      }
      return head
    }
    return nil
  }

  /// Takes out a call that no longer waits; nil when it is not here.
  mutating func remove(_ id: WaiterID, of project: ProjectID) -> Item? {
    for isBatch in [false, true] {
      var removed: Item?
      change(isBatch) { ring in
        guard let place = ring.flows[project]?.items.firstIndex(where: { $0.id == id }) else { return }
        removed = ring.flows[project]?.items.remove(at: place)
        Self.tidy(&ring, project)
      }
      if let removed {
        count -= 1
        return removed
      }
    }
    return nil
  }

  /// Takes out the youngest call of the project that has most waiting, the batches first: the one to turn away when there
  /// is no room for a call of a project that has less.
  mutating func removeFromLongest() -> Item? {
    for isBatch in [true, false] {
      var removed: Item?
      change(isBatch) { ring in
        // By order of service between equals, so that the choice does not hang on a table's order.
        guard let longest = ring.order.max(by: { ring.flows[$0]!.items.count < ring.flows[$1]!.items.count }) else {
          return
        }
        removed = ring.flows[longest]?.items.popLast()
        Self.tidy(&ring, longest)
      }
      if let removed {
        count -= 1
        return removed
      }
    }
    return nil
  }

  /// Calls of a project that wait, of both classes.
  func waiting(of project: ProjectID) -> Int {
    (interactive.flows[project]?.items.count ?? 0) + (batch.flows[project]?.items.count ?? 0)
  }

  /// The most that one project has waiting.
  var longest: Int {
    max(interactive.flows.values.map(\.items.count).max() ?? 0, batch.flows.values.map(\.items.count).max() ?? 0)
  }

  private mutating func change(_ isBatch: Bool, _ body: (inout Ring) -> Void) {
    if isBatch { body(&batch) } else { body(&interactive) }
  }

  private static func tidy(_ ring: inout Ring, _ project: ProjectID) {
    guard ring.flows[project]?.items.isEmpty == true else { return }
    ring.flows[project] = nil
    ring.order.removeAll { $0 == project }
  }
}

/// A waiting call: tickets are unique in their port only.
package struct WaiterID: Hashable, Sendable {
  package let port: Int
  package let ticket: UInt64

  package init(port: Int, ticket: UInt64) {
    self.port = port
    self.ticket = ticket
  }
}
