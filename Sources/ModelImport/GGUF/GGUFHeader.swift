// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What the header of a GGUF file says, versions 2 and 3, little-endian
/// (<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>).
///
/// Only the header is read, and of its values only those under `general.` are kept: a tokenizer's arrays are stepped
/// over. Whatever the bytes are, at most `sizeLimit` of them are looked at.
package struct GGUFHeader: Sendable {
  /// For messages and origins.
  package let file: String
  package let version: UInt32
  /// By key, such as `general.license`.
  package let general: [String: MetadataValue]
  /// The elements of all tensors.
  package let parameterCount: Int64
  /// Types of tensors that are not known here: whether their data are all there was not checked.
  package let unknownTypes: [UInt32]
  /// Bytes up to the end of the tensors' descriptions.
  package let size: Int64

  package static let sizeLimit: Int64 = 64 << 20
  /// Of key-value pairs; real files have fewer than a hundred.
  package static let keyLimit = 65_536
  package static let tensorLimit = 1_000_000
  /// Bytes of a text that is kept.
  package static let textLimit = 64 << 10
  /// Elements of a list that is kept.
  package static let listLimit = 4_096
  /// Lists inside lists.
  package static let nestingLimit = 4
  /// Of one tensor; ggml itself allows four.
  static let dimensionLimit: UInt32 = 8

  /// - Parameter limit: Bytes beyond which nothing is read.
  package init(_ source: any ByteSource, limit: Int64 = sizeLimit) throws(ImportProblem) {
    var walk = GGUFWalk(GGUFReader(source, limit: limit))
    let (version, tensors, keys) = try walk.start()
    general = try walk.metadata(count: keys)
    let found = try walk.tensors(count: tensors, general)
    guard keys > 0 else {
      throw walk.reader.problem("there is no key at all, and the specification requires `general.architecture`", at: 16)
    }
    parameterCount = found.elements
    unknownTypes = found.unknownTypes.sorted()
    file = source.name
    self.version = version
    size = walk.offset
  }
}
