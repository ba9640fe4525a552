// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// PageRank over the sentence graph, in integers.
///
/// rank = 0.15 + 0.85 · Σ rank(neighbour) · weight / total weight of the neighbour, the equation of Mihalcea & Tarau
/// (2004). What a sentence without neighbours would pass on goes to all alike.
enum Ranking {
  /// Rank 1, the average, in Q32.
  static let average: Int64 = 1 << 32

  /// 0.85 in Q16.
  static let damping: Int64 = 55_706

  /// Ranks in Q32 that add up to about the number of nodes.
  ///
  /// No overflow with up to 2 048 nodes: all ranks together are below 2^44, and a share times the weights it is
  /// spread over is at most the rank times 2^16.
  ///
  /// - Parameter rounds: the most iterations; it ends earlier when all ranks together move by less than a thousandth.
  static func ranks(of graph: SentenceGraph, rounds: Int) -> [Int64] {
    guard !graph.nodes.isEmpty else { return [] }
    let totals = graph.nodes.map { node in graph[node].reduce(Int64(0)) { $0 + Int64($1.weight) } }
    var shares = [Int64](repeating: 0, count: graph.nodes.count)
    var ranks = [Int64](repeating: average, count: graph.nodes.count)
    for _ in 0..<rounds {
      var dangling: Int64 = 0
      for node in graph.nodes {
        if totals[node] > 0 { shares[node] = (ranks[node] << 16) / totals[node] } else { dangling += ranks[node] }
      }
      let toAll = dangling / Int64(graph.nodes.count)
      var change: Int64 = 0
      for node in graph.nodes {
        var flow: Int64 = 0
        for edge in graph[node] { flow += shares[Int(edge.neighbour)] * Int64(edge.weight) }
        let rank = (damping * ((flow >> 16) + toAll) + (FixedPoint.one - damping) * average) >> 16
        change += abs(rank - ranks[node])
        ranks[node] = rank
      }
      if change < average / 1_000 { break }
    }
    return ranks
  }
}
