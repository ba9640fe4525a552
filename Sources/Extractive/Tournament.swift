// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Ranks any number of sentences with bounded work: up to 2 000 in one graph, more of them in heats.
///
/// A heat is a graph over a stretch of neighbouring sentences; the best of every heat meet in the next round, until
/// one graph holds them all. What a heat may cost falls with the number of heats, so that the work of a round has a
/// bound that does not depend on the text.
struct Tournament {
  static let largestGraph = 2_000

  /// Pairs of sentences that may meet in all heats of a round together; a pair costs about 20 steps.
  private static let roundPairs = 100_000_000
  private static let heatPairs = 50_000...4_000_000
  private static let heatRounds = 12
  private static let finalRounds = 60

  let scalars: [Unicode.Scalar]

  /// The graph of the last round, ready to be picked from, and the sentence behind each of its nodes.
  struct Outcome {
    var selection: Selection
    var candidates: [Int]
  }

  /// - Parameters:
  ///   - ranges: all sentences that may be chosen, in the order of the text.
  ///   - checkpoint: called between heats; what it throws ends the work.
  func run<Stop: Error>(
    _ ranges: [Range<Int>], checkpoint: () throws(Stop) -> Void
  ) throws(Stop) -> Outcome {
    var candidates = Array(ranges.indices)
    while candidates.count > Self.largestGraph {
      let heats = (candidates.count + Self.largestGraph - 1) / Self.largestGraph
      let places = max(1, Self.largestGraph / heats)
      var winners: [Int] = []
      for heat in 0..<heats {
        try checkpoint()
        let members = Array(candidates[candidates.count * heat / heats..<candidates.count * (heat + 1) / heats])
        var selection = select(from: members, ranges, heats: heats, rounds: Self.heatRounds)
        winners += selection.take(first: places).sorted().map { members[$0] }
      }
      candidates = winners
    }
    try checkpoint()
    let selection = select(from: candidates, ranges, heats: 1, rounds: Self.finalRounds)
    return Outcome(selection: selection, candidates: candidates)
  }

  private func select(from members: [Int], _ ranges: [Range<Int>], heats: Int, rounds: Int) -> Selection {
    let budget = min(max(Self.roundPairs / heats, Self.heatPairs.lowerBound), Self.heatPairs.upperBound)
    let vectors = TermVectors(of: members.map { ranges[$0] }, in: scalars, pairBudget: budget)
    let graph = SentenceGraph(vectors)
    let ranks = Ranking.ranks(of: graph, rounds: rounds)
    return Selection(graph, ranks: zip(ranks, members).map { worth($0, position: $1, ranges[$1]) })
  }

  /// The rank with what is known of the sentence apart from its neighbours.
  ///
  /// - Its position: times 1 + 1/(1 + position)², so the first sentence counts double, the second a quarter more, and
  ///   from the tenth on nothing is felt. The lead of an encyclopedic text says first what the rest is about; position
  ///   stands beside centrality in the MEAD summariser of Erkan & Radev (2004) too.
  /// - A question is worth half: its answer would have to be chosen as well to make sense of it.
  private func worth(_ rank: Int64, position: Int, _ range: Range<Int>) -> Int64 {
    let distance = Int64(1 + position)
    let placed = rank + rank / (distance * distance)
    return EndMarks.isQuestion(scalars[range]) ? placed / 2 : placed
  }
}
