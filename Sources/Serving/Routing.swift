// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Policy
import Provenance
import Upstream
import Wire

/// Turns what is served into the table of what is served.
enum Routing {
  /// - Parameters:
  ///   - served: By these settings.
  ///   - engine: carries calls to backends of the configuration.
  ///   - builtin: carries calls to the model that is built in.
  ///   - gates: the doors to the backends, which keep who is inside over a reload.
  ///   - targets: of the settings' backends, in their order.
  static func table(
    _ served: ServedCatalogue, settings: Settings, engine: CurlEngine, builtin: any Carrier, gates: BackendGates,
    now: Instant, targets: [BackendTarget]
  ) -> RoutingTable {
    let routes = served.models.map { served in
      switch served.route {
      case .embedded:
        route(served, EmbeddedModel.backend, gates, carrier: builtin, now: now)
      case .backend(let index):
        route(served, settings.backends[index], gates, carrier: engine.carrier(to: targets[index]), now: now)
      }
    }
    return RoutingTable(
      routes: routes, aliases: served.aliases, rulebook: served.rulebook, policyRevision: served.policyRevision)
  }

  static func table(
    _ inForce: InForce, engine: CurlEngine, builtin: any Carrier, gates: BackendGates, now: Instant
  ) -> RoutingTable {
    table(
      inForce.served, settings: inForce.settings, engine: engine, builtin: builtin, gates: gates, now: now,
      targets: inForce.targets)
  }

  /// Every fault of every backend at once.
  static func targets(_ settings: Settings) throws(InstallationProblem) -> [BackendTarget] {
    var targets: [BackendTarget] = []
    var faults: [String] = []
    var isOnlyPermission = true
    for backend in settings.backends {
      do {
        let key = try backend.apiKey.map { try ProviderKey.read($0, backend: backend.id) }
        targets.append(try BackendTarget(backend, apiKey: key, version: Version.text))
      } catch let problems as BackendProblems {
        faults += problems.description.split(separator: "\n").map(String.init)
        isOnlyPermission = false
      } catch let failure as InstallationProblem {
        faults += failure.lines
        isOnlyPermission = isOnlyPermission && failure.kind == .notPermitted
      } catch {
        faults.append("backend \(backend.id): \(error)")
        isOnlyPermission = false
      }
    }
    guard faults.isEmpty else { throw InstallationProblem(isOnlyPermission ? .notPermitted : .badInput, faults) }
    return targets
  }

  private static func route(
    _ served: ServedModel, _ backend: BackendSettings, _ gates: BackendGates, carrier: any Carrier, now: Instant
  ) -> ServedRoute {
    ServedRoute(
      served: served, gate: gates.gate(of: backend), carrier: carrier,
      rewrite: RewriteRules(
        upstreamModel: served.upstream, maximumOutput: served.maxOutput, capField: backend.outputCap,
        streamUsage: backend.streamUsage, floatEmbeddingsOnly: backend.floatEmbeddingsOnly),
      provenance: RecordedModel(ModelProvenance(served)),
      card: ModelCard(
        id: served.id, created: served.certificate.assessedOn.start, license: served.license, tier: served.licenseTier,
        openness: served.openness, dataTier: served.dataTier, trust: served.trust, context: served.context,
        maxOutput: served.maxOutput, operations: Set(served.operations), price: served.price(at: now),
        description: served.route == .embedded ? EmbeddedModel.description : nil))
  }
}

extension EmbeddedModel {
  static let description =
    "Extractive summariser: it answers whatever it is asked with the most central sentences of the last user message, "
    + "word for word. No weights, no training data."
}

extension ModelProvenance {
  init(_ served: ServedModel) {
    let certificate = served.certificate
    let weightsDigest: String?
    let weightsLicense: LicenseExpression?
    let isTrained: Bool
    switch certificate.weights {
    case .none: (weightsDigest, weightsLicense, isTrained) = (nil, nil, false)
    case .released(let license, _): (weightsDigest, weightsLicense, isTrained) = ("unverified_remote", license, true)
    case .closed(let terms): (weightsDigest, weightsLicense, isTrained) = ("unverified_remote", terms, true)
    }
    let revision: String? = if case .pinned(let text) = certificate.revision { text } else { nil }
    self.init(
      certificate: certificate.id, certificateDigest: certificate.digest, tier: served.licenseTier,
      isTrained: isTrained, verdict: served.openness, dataTier: served.dataTier, revision: revision,
      weightsDigest: weightsDigest, quantization: certificate.quantization,
      base: certificate.baseModel.map { Base(certificate: $0, digest: served.baseDigest) },
      weightsLicense: weightsLicense?.description,
      codeLicense: certificate.licenseOfAllCode?.description, dataLicense: certificate.data.license?.description,
      outputTerms: served.assessed.assessment.clauses?.outputTerms.rawValue, flags: served.assessed.assessment.flags,
      host: Host(served), backend: served.backend, backendKind: served.engine, trust: served.trust,
      contract: served.contract, region: served.region)
  }
}

extension ModelProvenance.Host {
  fileprivate init(_ served: ServedModel) {
    guard served.trust == .contracted else {
      self = .local
      return
    }
    let digest = served.terms?.terms?.digest
    let provider = served.terms?.provider ?? "unknown"
    self =
      served.terms?.hostClass == .wikimedia
      ? .wikimedia(provider: provider, termsDigest: digest) : .external(provider: provider, termsDigest: digest)
  }
}
