// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Assesses certificates in the order in which they rest on each other, bases first.
package struct CertificateGraph {
  private let certificates: [CertificateID: Certificate]
  private let book: LicenseBook
  private let switches: PolicySwitches
  private let signatures: [CertificateID: Int]
  private var done: [CertificateID: Assessment] = [:]
  /// Each circle once, beginning with its smallest id and closing with it again.
  private var found: Set<[CertificateID]> = []

  /// - Parameter signatures: Valid ones, each of another person; an absent id has none.
  package init(
    _ certificates: [Certificate], book: LicenseBook, switches: PolicySwitches, signatures: [CertificateID: Int]
  ) {
    self.certificates = Dictionary(certificates.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.book = book
    self.switches = switches
    self.signatures = signatures
  }

  /// - Returns: The assessments, and the circles of `base_model` and `distilled_from`. What is in a circle, or rests on
  ///   one, is assessed as if the model that closes the circle had no certificate.
  package mutating func assess() -> (assessments: [CertificateID: Assessment], circles: [[CertificateID]]) {
    for id in certificates.keys.sorted() { visit(id) }
    return (done, found.sorted { $0[0] < $1[0] })
  }

  /// Without recursion, so that a long chain does not need a deep stack.
  private mutating func visit(_ root: CertificateID) {
    var path = [(id: root, next: 0)]
    var onPath: Set = [root]
    while let (id, next) = path.last {
      guard done[id] == nil, let certificate = certificates[id] else {
        path.removeLast()
        onPath.remove(id)
        continue
      }
      let origins = certificate.origins
      guard next < origins.count else {
        done[id] = assessment(of: certificate)
        continue
      }
      path[path.count - 1].next += 1
      if onPath.insert(origins[next]).inserted {
        path.append((id: origins[next], next: 0))
      } else if let start = path.firstIndex(where: { $0.id == origins[next] }) {
        note(path[start...].map(\.id))
      }
    }
  }

  private func assessment(of certificate: Certificate) -> Assessment {
    let bases = certificate.origins.compactMap { id in done[id].map { (id, $0) } }
    return Assessment.of(
      certificate, book: book, bases: Dictionary(bases, uniquingKeysWith: { first, _ in first }), switches: switches,
      signatures: signatures[certificate.id] ?? 0)
  }

  private mutating func note(_ circle: [CertificateID]) {
    guard let smallest = circle.min(), let start = circle.firstIndex(of: smallest) else { return }
    found.insert(Array(circle[start...] + circle[..<start]) + [smallest])
  }
}
