// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Notes
import Policy
import Testing
import ToolgateTesting

/// Policies that people change, and a slow and obvious account of what has to be told of them: every thing has a name
/// and a content, and what was told is kept by name.
struct PoliciesInMotion {
  /// Id → variant.
  var exceptions: [String: Int] = [:]
  var certificates: [String: Int] = [:]
  /// In their order; the same may stand there twice.
  var optIns: [Int] = []
  /// Number of the certificate and variant, in their order; of two about the same the first counts.
  var revocations: [(certificate: Int, variant: Int)] = []
  /// Number of a person → the ends of their key, several where the item stands there several times.
  var certifiers: [Int: [CivilDay?]] = [:]
  private var told: [String: String] = [:]

  mutating func change(using random: inout SeededGenerator) {
    let number = Int.random(in: 0..<3, using: &random)
    let variant = Int.random(in: 0..<2, using: &random)
    let isRemoval = Int.random(in: 0..<5, using: &random) < 2
    switch Int.random(in: 0..<5, using: &random) {
    case 0: exceptions["exception-\(number)"] = isRemoval ? nil : variant
    case 1: certificates["a/model-\(number)"] = isRemoval ? nil : variant
    case 2: if isRemoval { optIns.removeAll { $0 == number } } else { optIns.append(number) }
    case 3:
      if isRemoval {
        revocations.removeAll { $0.certificate == number }
      } else {
        revocations.append((number, variant))
      }
    default:
      let until = variant == 0 ? nil : CivilDay(year: 2027, month: 1, day: 1 + Int.random(in: 0..<3, using: &random))
      if isRemoval { certifiers[number] = nil } else { certifiers[number, default: []].append(until) }
    }
  }

  // MARK: The account

  /// What holds now: the content by the name of the thing.
  var standing: [String: String] {
    var things = ["policies": self.revision.text]
    for (id, variant) in exceptions { things["exception \(id)"] = "for reason \(variant)" }
    for (id, variant) in certificates { things["certificate \(id)"] = Self.digest(variant).text }
    for number in optIns { things["opt_in tool-\(number)"] = "T\(number)" }
    for (number, variant) in revocations.reversed() { things["revocation a/model-\(number)"] = "reason \(variant)" }
    for (number, ends) in certifiers {
      things["certifier certifier-\(number)"] = ends.contains(nil) ? "open" : "\(ends.compactMap(\.self).max()!)"
    }
    return things
  }

  /// What the log does not say yet, sorted.
  func news() -> [String] {
    let standing = standing
    let fresh = standing.filter { told[$0.key] != $0.value }.map { "\($0.key) is \($0.value)" }
    return (fresh + told.keys.filter { standing[$0] == nil }.map { "\($0) is gone" }).sorted()
  }

  mutating func tellAll() { told = standing }

  /// Name and content of what an entry of the log tells.
  static func read(_ entry: [String: Any]) throws -> (thing: String, content: String) {
    let type = try #require(entry["type"] as? String)
    func member(_ path: String...) throws -> String {
      var value: Any = entry
      for name in path { value = try #require((value as? [String: Any])?[name]) }
      return value as? String ?? "open"
    }
    return switch type {
    case "policies": (type, try member("rev"))
    case "exception": ("\(type) \(try member(type, "id"))", try member(type, "rationale"))
    case "certificate": ("\(type) \(try member("cert", "id"))", try member("cert", "sha256"))
    case "opt_in": ("\(type) \(try member(type, "project"))", try member(type, "task"))
    case "revocation": ("\(type) \(try member("cert", "id"))", try member("reason"))
    default: ("\(type) \(try member(type, "name"))", try member(type, "until"))
    }
  }

  // MARK: The policies

  private var revision: ContentDigest {
    ContentDigest(of: Array("\(exceptions.count) \(certificates.count) \(optIns.count)".utf8))
  }
  private static let day = CivilDay("2026-11-01")!
  private static func digest(_ variant: Int) -> ContentDigest { ContentDigest(of: [UInt8(variant)]) }

  static func key(_ number: Int) -> NoteVerifier {
    let seed = Secret([UInt8](repeating: UInt8(number), count: 32))
    return NoteSigner(name: KeyName("certifier-\(number)")!, seed: seed)!.verifier
  }

  var policies: Policies {
    let models = certificates.map { id, variant in
      let certificate = Certificate(
        id: CertificateID(id)!, name: id, weights: .released(license: nil, text: nil), assessedOn: Self.day,
        digest: Self.digest(variant))
      let assessment = Assessment.of(
        certificate, book: LicenseBook(), bases: [:], switches: PolicySwitches(), signatures: 0)
      return AssessedModel(certificate: certificate, assessment: assessment, standing: .inForce(signatures: 0))
    }
    return Policies(
      catalogue: Catalogue(models), licenses: LicenseBook(), prices: PriceBook(rows: []), providers: [:],
      certifiers: certifiers.flatMap { number, ends in
        ends.map {
          Certifier(name: "certifier-\(number)", key: Self.key(number), since: CivilDay("2026-01-01")!, until: $0)
        }
      },
      revocations: revocations.map {
        PlacedRevocation(
          Revocation(
            certificate: CertificateID("a/model-\($0.certificate)")!, digest: nil, on: Self.day,
            reason: "reason \($0.variant)", task: PhabricatorTask("T1")!))
      },
      rulebook: Rulebook(
        rules: [],
        exceptions: exceptions.map { id, variant in
          PolicyException(
            id: id, project: ProjectName("tool")!, model: CertificateID("a/model-0")!,
            rationale: "for reason \(variant)", approver: "administrators", task: PhabricatorTask("T1")!,
            approvedOn: Self.day,
            expires: CivilDay("2027-11-01")!)
        },
        optIns: optIns.map {
          OptIn(
            project: ProjectName("tool-\($0)")!, tiers: [.t3], task: PhabricatorTask("T\($0)")!,
            since: CivilDay(year: 2026, month: 11, day: 1 + $0)!)
        }),
      revision: revision)
  }
}
