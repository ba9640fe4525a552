// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Sentences as nodes, their similarity as undirected weighted edges.
///
/// Mihalcea & Tarau (2004), "TextRank: Bringing Order into Texts", EMNLP; with the cosine of Erkan & Radev (2004),
/// "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22, in place of TextRank's
/// overlap. Built through an inverted index, so sentences that share no term never meet.
struct SentenceGraph {
  struct Edge {
    var neighbour: Int32
    /// Cosine similarity in Q16.
    var weight: Int32
  }

  /// Below this similarity (Q16, about 0.03) there is no edge: a single common word between long sentences.
  static let threshold: Int64 = 2_000

  private var edges: [Edge] = []
  private var starts: [Int]

  init(_ vectors: TermVectors) {
    let count = vectors.count
    var found: [(low: Int32, high: Int32, weight: Int32)] = []
    var postings = [[TermVectors.Entry]](repeating: [], count: vectors.termCount)
    var products = [Int64](repeating: 0, count: count)
    var touched: [Int] = []
    for high in 0..<count {
      for entry in vectors[high] {
        let term = Int(entry.term)
        for posting in postings[term] {
          let low = Int(posting.term)
          if products[low] == 0 { touched.append(low) }
          products[low] += Int64(posting.weight) * Int64(entry.weight)
        }
        postings[term].append(TermVectors.Entry(term: Int32(high), weight: entry.weight))
      }
      for low in touched {
        let cosine = min(products[low] >> 14, FixedPoint.one)
        if cosine >= Self.threshold { found.append((Int32(low), Int32(high), Int32(cosine))) }
        products[low] = 0
      }
      touched.removeAll(keepingCapacity: true)
    }
    starts = [Int](repeating: 0, count: count + 1)
    for edge in found {
      starts[Int(edge.low) + 1] += 1
      starts[Int(edge.high) + 1] += 1
    }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var next = starts
    edges = [Edge](repeating: Edge(neighbour: 0, weight: 0), count: found.count * 2)
    for edge in found {
      edges[next[Int(edge.low)]] = Edge(neighbour: edge.high, weight: edge.weight)
      next[Int(edge.low)] += 1
      edges[next[Int(edge.high)]] = Edge(neighbour: edge.low, weight: edge.weight)
      next[Int(edge.high)] += 1
    }
  }

  var nodes: Range<Int> { 0..<(starts.count - 1) }

  subscript(node: Int) -> ArraySlice<Edge> { edges[starts[node]..<starts[node + 1]] }
}
