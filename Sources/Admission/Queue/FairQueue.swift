// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Domain

/// Calls that wait for a place at one backend, in the order in which they are served: weighted deficit round robin between
/// projects (M. Shreedhar and G. Varghese, "Efficient Fair Queueing using Deficit Round Robin", 1995), first come first
/// served within one, and whoever waits for an answer before whoever works through a batch.
///
/// So a project that sends two hundred calls at once delays another's single call by two of its calls, if all are of a
/// size, and never by more than four times its work.
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
    var items = Deque<Item>()
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

  /// What a project of weight 1 may spend in a round. Costs lie between half of it and twice as much: what is scarce is a
  /// place, and even a short call takes one.
  private static var quantum: Int64 { 16 }
  private static var costs: ClosedRange<Int64> { 8...32 }

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
    // The flow is taken out while it changes, so that its storage has one owner and is not copied.
    while let project = ring.order.first, var flow = ring.flows.removeValue(forKey: project),
      let head = flow.items.first
    {
      if !flow.isServed {
        flow.isServed = true
        flow.deficit += quantum * max(1, head.weight)
      }
      let cost = min(max(costs.lowerBound, head.cost), costs.upperBound)
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

  /// Takes out the youngest call, of a batch if it has one, of the project that has most waiting: the one to turn away
  /// when there is no room for a call of a project that has less.
  mutating func removeFromLongest() -> Item? {
    // By order of service between equals, so that the choice does not hang on a table's order.
    let projects = interactive.order + batch.order.filter { interactive.flows[$0] == nil }
    guard let longest = projects.max(by: { waiting(of: $0) < waiting(of: $1) }) else { return nil }
    var removed: Item?
    change(batch.flows[longest] != nil) { ring in
      removed = ring.flows[longest]?.items.popLast()
      Self.tidy(&ring, longest)
    }
    if removed != nil { count -= 1 }
    return removed
  }

  /// Calls of a project that wait, of both classes.
  func waiting(of project: ProjectID) -> Int {
    (interactive.flows[project]?.items.count ?? 0) + (batch.flows[project]?.items.count ?? 0)
  }

  /// The most that one project has waiting.
  var longest: Int {
    (interactive.order + batch.order).map { waiting(of: $0) }.max() ?? 0
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
