// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension WatchedText {
  /// `{url, sha256, date}`; hash and day are absent until somebody has stored the text.
  init?(_ map: YAMLMap) {
    let url = map.required("url", .text.atMost(2_000))
    let digest = map.optional("sha256", .sha256)
    let date = map.optional("date", .day)
    guard let url else { return nil }
    self.init(url: url, digest: digest, date: date)
  }

  /// `{url, sha256, date, copy}`. A copy must be the text that the hash names, or somebody would read another one than
  /// the entry rests on.
  init?(_ map: YAMLMap, copiesIn texts: LegalTexts) {
    let copy = map.map("copy") { TextCopy($0, in: texts) } ?? nil
    self.init(map)
    guard let copy else { return }
    self.copy = copy
    guard let digest, date != nil else {
      map.error("`copy` needs `sha256` and `date`, the day as of which the text is the one in force", at: "copy")
      return
    }
    if let found = texts.digest(copy.file), found != digest {
      map.error(
        "`sha256` is not that of \(copy.file), which is \(found.digits); find out which of the two is the text that was read",
        at: "sha256")
    }
  }
}

extension TextCopy {
  fileprivate init?(_ map: YAMLMap, in texts: LegalTexts) {
    let file = map.required("file", .text)
    var origin = Origin.address
    if map.has("package") || map.has("path") {
      guard let package = map.required("package", .text), let path = map.required("path", .text) else { return nil }
      origin = .package(package, path: path)
    }
    guard let file else { return nil }
    self.init(file: file, origin: origin)
    if texts.digest(file) == nil { map.error("`\(file)` is no file of texts; store the text there", at: "file") }
  }
}
