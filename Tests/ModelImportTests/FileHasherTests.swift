// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import ModelImport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct FileHasherTests {
  @Test func `files come sorted by path with size and digest`() throws {
    let model = try TemporaryModel.signed()
    try model.write(".git/config", "x")
    let files = try FileHasher.hash(model.path)
    #expect(
      files.map(\.path) == [
        "README.md", "config.json", "model.safetensors", "sub-b.txt", "sub/a.txt", "Ünïcode name.txt",
      ])
    // printf 'a\n' | sha256sum
    #expect(
      files[4]
        == HashedFile(
          path: "sub/a.txt", size: 2,
          digest: ContentDigest(digits: "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7")!))
  }

  @Test func `a file larger than one piece has the digest of the whole`() throws {
    let model = try TemporaryModel()
    try model.write("big", String(repeating: "abcdefgh", count: 400_000))
    // python3 -c "print('abcdefgh' * 400000, end='')" | sha256sum
    #expect(
      try FileHasher.hash(model.path)
        == [
          HashedFile(
            path: "big", size: 3_200_000,
            digest: ContentDigest(digits: "72117bc888df092112c88fa221d966e8c5b425e18e6c194ff3fbf9cd78cb891e")!)
        ])
  }

  @Test func `a link inside the directory counts as the file it leads to`() throws {
    let model = try TemporaryModel()
    try model.write("blobs/x", "weights")
    try model.link("model.bin", to: "blobs/x")
    let files = try FileHasher.hash(model.path)
    #expect(files.map(\.path) == ["blobs/x", "model.bin"])
    #expect(files[0].digest == files[1].digest)
  }

  @Test(arguments: ["/etc/passwd", "../../etc/passwd", "/nowhere/at/all", ".", "loop"])
  func `a link that leaves the directory or leads to no file is refused`(target: String) throws {
    let model = try TemporaryModel()
    try model.link("loop", to: target)
    let error = #expect(throws: ImportProblem.self) { try FileHasher.hash(model.path) }
    #expect(error?.description.contains("/loop: a symbolic link") == true)
  }

  @Test func `a neighbour whose name begins alike is outside`() throws {
    let model = try TemporaryModel()
    let neighbour = "\(model.path)-other"
    try Data("x".utf8).write(to: URL(fileURLWithPath: neighbour))
    defer { try? FileManager.default.removeItem(atPath: neighbour) }
    try model.link("file", to: neighbour)
    #expect(throws: ImportProblem.self) { try FileHasher.hash(model.path) }
  }

  @Test func `a pipe is refused and not waited for`() throws {
    let model = try TemporaryModel()
    #expect(mkfifo("\(model.path)/pipe", 0o600) == 0)
    let error = #expect(throws: ImportProblem.self) { try FileHasher.hash(model.path) }
    #expect(error?.description.hasSuffix("/pipe: is no file, directory or link") == true)
    #expect(throws: ImportProblem.self) { try OpenFile(path: "\(model.path)/pipe") }
  }

  @Test(arguments: ["", "/nowhere/at/all"]) func `a path to nothing is refused`(path: String) {
    #expect(throws: ImportProblem.self) { try FileHasher.hash(path) }
  }
}
