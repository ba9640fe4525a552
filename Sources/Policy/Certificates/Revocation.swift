// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import StrictYAML

/// A certificate that is withdrawn: an item of `Policies/revocations.yaml`.
package struct Revocation: Hashable, Sendable {
  package let certificate: CertificateID
  /// Of the certificate's file; nil: whatever the file says, now and later.
  package let digest: ContentDigest?
  package let on: CivilDay
  /// Shown to users and on old records.
  package let reason: String
  /// Where it was decided.
  package let task: PhabricatorTask

  package init(
    certificate: CertificateID, digest: ContentDigest?, on: CivilDay, reason: String, task: PhabricatorTask
  ) {
    (self.certificate, self.digest, self.on, self.reason, self.task) = (certificate, digest, on, reason, task)
  }

  /// - Parameter digest: Of the certificate's file; nil where that is not known.
  package func reaches(_ id: CertificateID, digest: ContentDigest?) -> Bool {
    certificate == id && (self.digest == nil || self.digest == digest)
  }

  /// Reads `revocations.yaml`, schema `toolgate-revocations/1`.
  static func read(_ map: YAMLMap) -> SoundItems<PlacedRevocation> {
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.revocations.schema))
    map.refuseBare("revocations")
    return map.soundMaps("revocations") { map in
      let certificate = map.required("certificate", .name(CertificateID.self))
      let digest = map.optional("sha256", .sha256)
      let on = map.required("on", .day)
      let reason = map.required("reason", .text.atMost(300))
      map.refuseHidden("reason", reason, mayHaveLines: false)
      let task = map.required("task", .phabricatorTask)
      guard let certificate, let on, let reason, let task else { return nil }
      return PlacedRevocation(
        Revocation(certificate: certificate, digest: digest, on: on, reason: reason, task: task),
        at: PolicyPlace(file: PolicyFiles.TopFile.revocations.rawValue, place: map.place(of: "certificate")))
    }
  }
}

/// A revocation and where it stands, for what is said about it.
package struct PlacedRevocation: Sendable {
  package let revocation: Revocation
  let place: PolicyPlace?

  package init(_ revocation: Revocation, at place: PolicyPlace? = nil) {
    (self.revocation, self.place) = (revocation, place)
  }
}
