// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How many bytes the numbers of a tensor take.
enum GGMLType {
  /// Numbers that are stored together, and the bytes that they take.
  struct Block: Sendable {
    let elements: Int64
    let bytes: UInt64
  }

  /// `enum ggml_type` of ggml's `include/ggml.h` with the sizes of its blocks, as of 2026. 4, 5, 31 to 33 and 36 to 38 were
  /// removed; `Q8_1` (9) stands in no file.
  private static let blocks: [UInt32: Block] = {
    let sizes: [(UInt32, Int64, UInt64)] = [
      (0, 1, 4), (1, 1, 2), (2, 32, 18), (3, 32, 20), (6, 32, 22), (7, 32, 24), (8, 32, 34), (10, 256, 84),
      (11, 256, 110), (12, 256, 144), (13, 256, 176), (14, 256, 210), (15, 256, 292), (16, 256, 66), (17, 256, 74),
      (18, 256, 98), (19, 256, 50), (20, 32, 18), (21, 256, 110), (22, 256, 82), (23, 256, 136), (24, 1, 1), (25, 1, 2),
      (26, 1, 4), (27, 1, 8), (28, 1, 8), (29, 256, 56), (30, 1, 2), (34, 256, 54), (35, 256, 66), (39, 32, 17),
      (40, 64, 36), (41, 128, 18),
    ]
    return Dictionary(uniqueKeysWithValues: sizes.map { ($0.0, Block(elements: $0.1, bytes: $0.2)) })
  }()

  /// Nil for a number that is not listed, such as one that is newer.
  static func block(_ number: UInt32) -> Block? { blocks[number] }
}
