// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Picks sentences one after another, each worth its rank less what the picked ones already say.
///
/// worth = rank · (1 - greatest similarity to a picked sentence): the idea of maximal marginal relevance, Carbonell
/// & Goldstein (1998), "The Use of MMR", SIGIR, as a product, so that there is no weight to tune between two scales.
/// A sentence that repeats a picked one is worth nothing and is never taken.
struct Selection {
  private let graph: SentenceGraph
  private let ranks: [Int64]
  /// Greatest similarity to a picked sentence so far, Q16; `taken` for those that are out.
  private var overlap: [Int64]

  private static let taken = FixedPoint.one
  /// From here (0.95 in Q16) on two sentences count as the same.
  private static let same: Int64 = 62_259

  init(_ graph: SentenceGraph, ranks: [Int64]) {
    self.graph = graph
    self.ranks = ranks
    overlap = [Int64](repeating: 0, count: ranks.count)
  }

  /// The node of greatest worth, the earlier one of equals; nil when all are taken or repeat one that is.
  func best() -> Int? {
    var best: (node: Int, worth: Int64)?
    for node in graph.nodes where overlap[node] < Self.same {
      let worth = (ranks[node] * (FixedPoint.one - overlap[node])) >> 16
      if worth > best?.worth ?? -1 { best = (node, worth) }
    }
    return best?.node
  }

  /// Puts a node into the summary.
  mutating func take(_ node: Int) {
    overlap[node] = Self.taken
    for edge in graph[node] {
      let neighbour = Int(edge.neighbour)
      overlap[neighbour] = max(overlap[neighbour], Int64(edge.weight))
    }
  }

  /// Leaves a node out without a mark on its neighbours.
  mutating func passOver(_ node: Int) { overlap[node] = Self.taken }

  /// Up to `count` nodes in the order of their choice.
  mutating func take(first count: Int) -> [Int] {
    var nodes: [Int] = []
    while nodes.count < count, let node = best() {
      take(node)
      nodes.append(node)
    }
    return nodes
  }
}
