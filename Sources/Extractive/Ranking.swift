// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// PageRank over the sentence graph, in integers.
///
/// rank = 0.15 · prior + 0.85 · Σ rank(neighbour) · weight / total weight of the neighbour,
/// the equation of Mihalcea & Tarau (2004) with a prior in place of their constant. What a sentence without
/// neighbours would pass on goes to all by their prior.
///
/// The prior is the position of the sentence in the whole text: 1 + 1/(1 + position), so the first counts twice as
/// much as a late one. An encyclopedic lead says first what the rest is about; in the MEAD summariser of Erkan &
/// Radev (2004) position is a feature beside centrality too. At a damping of 0.85 it decides only between sentences
/// of nearly equal centrality.
enum Ranking {
  /// Rank 1, the average, in Q32.
  static let average: Int64 = 1 << 32

  /// 0.85 in Q16.
  static let damping: Int64 = 55_706

  /// Ranks in Q32 that add up to about the number of nodes.
  ///
  /// No overflow with up to 2 048 nodes: all ranks together are below 2^43, a share times the weights it is spread
  /// over is at most the rank times 2^16, and a prior is at most twice the average.
  ///
  /// - Parameters:
  ///   - positions: the place of each node's sentence in the whole text, counted from 0.
  ///   - rounds: the most iterations; it ends earlier when all ranks together move by less than a thousandth.
  static func ranks(of graph: SentenceGraph, positions: [Int], rounds: Int) -> [Int64] {
    guard !graph.nodes.isEmpty else { return [] }
    let prior = prior(positions)
    let totals = graph.nodes.map { node in graph[node].reduce(Int64(0)) { $0 + Int64($1.weight) } }
    var shares = [Int64](repeating: 0, count: graph.nodes.count)
    var ranks = prior
    for _ in 0..<rounds {
      var dangling: Int64 = 0
      for node in graph.nodes {
        if totals[node] > 0 { shares[node] = (ranks[node] << 16) / totals[node] } else { dangling += ranks[node] }
      }
      let danglingAverage = (dangling / Int64(graph.nodes.count)) >> 16
      var change: Int64 = 0
      for node in graph.nodes {
        var flow: Int64 = 0
        for edge in graph[node] { flow += shares[Int(edge.neighbour)] * Int64(edge.weight) }
        let inflow = (flow >> 16) + ((danglingAverage * prior[node]) >> 16)
        let rank = (damping * inflow + (FixedPoint.one - damping) * prior[node]) >> 16
        change += abs(rank - ranks[node])
        ranks[node] = rank
      }
      if change < average / 1_000 { break }
    }
    return ranks
  }

  private static func prior(_ positions: [Int]) -> [Int64] {
    let weights = positions.map { FixedPoint.one + FixedPoint.one / Int64(1 + $0) }
    let unit = Int64(positions.count) * average / max(weights.reduce(0, +), 1)
    return weights.map { unit * $0 }
  }
}
