// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Provenance
import Testing
import ToolgateTesting

@Suite struct TilePathTests {
  @Test(arguments: [
    ("tile/0/x001/x234/067", TilePath(.hashes(level: 0), index: 1_234_067, width: 256)),
    ("tile/0/x001/x234/067.p/5", TilePath(.hashes(level: 0), index: 1_234_067, width: 5)),
    ("tile/0/000", TilePath(.hashes(level: 0), index: 0, width: 256)),
    ("tile/63/x001/000.p/255", TilePath(.hashes(level: 63), index: 1_000, width: 255)),
    ("tile/entries/999.p/1", TilePath(.entries, index: 999, width: 1)),
  ])
  func anAddressIsReadAndWritten(text: String, path: TilePath) {
    #expect(TilePath(text) == path)
    #expect(path.description == text)
  }

  @Test(arguments: [
    "", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/00",
    "tile/0/0000",
    "tile/0/x000/000", "tile/0/x001", "tile/0/001/000", "tile/0/x1/000", "tile/0/000.p/0", "tile/0/000.p/256",
    "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000/5", "/tile/0/000", "tile/0/000/", "tile//000",
    "tile/0/../000", "tile/entry/000", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/٠٠٠", "tile/0/000.p/-1",
    "tile/0/000.p/5/000", "TILE/0/000", "tile/0/x001/000.p/5.p/5",
  ])
  func anyOtherAddressIsRefused(text: String) {
    #expect(TilePath(text) == nil)
  }

  @Test func everyTileHasAnAddressOfItsOwn() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2_000 {
      let index = Int.random(in: 0...Int.max >> 8, using: &random) >> Int.random(in: 0..<55, using: &random)
      let level = Int.random(in: 0...63, using: &random)
      let width = Int.random(in: 1...256, using: &random)
      for content in [TilePath.Content.entries, .hashes(level: level)] {
        let path = TilePath(content, index: index, width: width)
        #expect(TilePath(path.description) == path)
      }
    }
  }
}
