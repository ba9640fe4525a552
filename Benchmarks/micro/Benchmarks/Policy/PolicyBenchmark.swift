// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import Domain
import Policy

/// What a call costs to be decided: of a kind that was seen today, and of a new kind.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuTotal, .wallClock], warmupIterations: 3, scalingFactor: .kilo, maxDuration: .seconds(3),
    maxIterations: 2_000)

  let root = #filePath.split(separator: "/").dropLast(5).map { "/" + $0 }.joined()
  guard let policies = PolicyDirectory.load(path: "\(root)/Policies").policies,
    let open = policies.catalogue[CertificateID("HuggingFaceTB/SmolLM2-135M-Instruct")!]
  else { fatalError("the project's own policies do not load") }
  let facts = ModelFacts(model: ModelID("smollm2-135m-instruct")!, assessed: open, trust: .local)
  let day = open.certificate.assessedOn
  let projects = (0..<100).map { ProjectName("project-\($0)")! }
  let wiki = WikiName("enwiki")!

  /// One call after the other of a hundred projects.
  func decide(_ projects: [ProjectName], _ place: Int, _ cache: inout RulingCache) -> Bool {
    let call = CallFacts(
      project: projects[place % projects.count], purpose: .translate, targetWiki: wiki, namespace: .article)
    return cache.ruling(on: call, of: facts.model, day: day, by: policies.rulebook, facts: facts).isAllowed
  }

  Benchmark("decide a call of a kind that was seen") { benchmark in
    var cache = RulingCache()
    for place in projects.indices { blackHole(decide(projects, place, &cache)) }
    benchmark.startMeasurement()
    for place in benchmark.scaledIterations { blackHole(decide(projects, place, &cache)) }
  }

  Benchmark("decide a call of a new kind") { benchmark in
    var cache = RulingCache()
    for place in benchmark.scaledIterations {
      cache.drop()
      blackHole(decide(projects, place, &cache))
    }
  }
}
