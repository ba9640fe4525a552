// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import StrictYAML

/// A text as it was found when somebody last looked: an item of `Policies/watched.yaml`. Certificates and terms
/// that rest on another text of that address are suspended.
package struct FoundText: Hashable, Sendable {
  package let url: String
  package let digest: ContentDigest
  package let checkedOn: CivilDay
  /// Nil for one that was not read from a file.
  let place: PolicyPlace?

  package init(url: String, digest: ContentDigest, checkedOn: CivilDay) {
    self.init(url: url, digest: digest, checkedOn: checkedOn, at: nil)
  }

  private init(url: String, digest: ContentDigest, checkedOn: CivilDay, at place: PolicyPlace?) {
    (self.url, self.digest, self.checkedOn, self.place) = (url, digest, checkedOn, place)
  }

  /// Reads `watched.yaml`, schema `toolgate-watched/1`.
  static func read(_ map: YAMLMap) -> SoundItems<FoundText> {
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.watched.schema))
    map.refuseBare("texts")
    var urls: Set<String> = []
    return map.soundMaps("texts") { map in
      let url = map.required("url", .text)
      let digest = map.required("sha256", .sha256)
      let checkedOn = map.required("checked_on", .day)
      guard let url, let digest, let checkedOn else { return nil }
      if !urls.insert(url).inserted { map.error("`\(url)` stands here twice; keep the last check", at: "url") }
      return FoundText(
        url: url, digest: digest, checkedOn: checkedOn,
        at: PolicyPlace(file: PolicyFiles.TopFile.watched.rawValue, place: map.place(of: "url")))
    }
  }
}
