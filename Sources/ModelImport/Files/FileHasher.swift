// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain
internal import Glibc

/// SHA-256 of the files of a model, read in pieces.
package enum FileHasher {
  /// Version control and download bookkeeping: no part of a model.
  package static let ignoredNames: Set<String> = [".git", ".gitattributes", ".gitignore", ".github", ".cache"]

  package static let fileLimit = 100_000
  package static let depthLimit = 32
  private static let piece = 1 << 20

  static func isFile(_ path: String) -> Bool { resolved(path).flatMap(kind) == S_IFREG }

  /// All files below a directory, sorted by their paths' bytes; of a single file only that one, by its name.
  ///
  /// - Parameter ignoring: Names directly in the directory, or paths below it.
  /// - Throws: for a symbolic link that leaves the directory or leads to a directory, for a pipe or a device, for a
  ///   name that is not UTF-8, and for a file that changes while it is read.
  package static func hash(
    _ path: String, ignoring: Set<String> = ignoredNames
  ) throws(ImportProblem) -> [HashedFile] {
    guard let root = resolved(path) else {
      throw ImportProblem(file: path, "there is no such file or directory")
    }
    guard kind(root) == S_IFDIR else {
      let name = root.split(separator: "/").last.map(String.init) ?? root
      return [try hash(file: OpenFile(path: root, name: path, followsLink: false), path: name)]
    }
    var walk = Walk(root: root, shown: path, ignoring: ignoring)
    try walk.list("", depth: 1)
    var files: [HashedFile] = []
    for (relative, target) in walk.found.sorted(by: { $0.relative.utf8.lexicographicallyPrecedes($1.relative.utf8) }) {
      files.append(
        try hash(file: OpenFile(path: target, name: "\(path)/\(relative)", followsLink: false), path: relative))
    }
    return files
  }

  static func hash(file: OpenFile, path: String) throws(ImportProblem) -> HashedFile {
    var hasher = SHA256()
    var size: Int64 = 0
    while true {
      let bytes = try file.read(at: size, count: piece)
      if bytes.isEmpty { break }
      hasher.update(data: bytes)
      size += Int64(bytes.count)
      // A file that somebody keeps writing to would never end.
      if size > file.size { break }
    }
    guard size == file.size else { throw ImportProblem(file: file.name, "changed while it was read; try again") }
    return HashedFile(path: path, size: size, digest: ContentDigest(sha256: hasher.finalize()))
  }

  /// An absolute path without symbolic links; nil when nothing is there.
  static func resolved(_ path: String) -> String? {
    guard !path.isEmpty, !path.utf8.contains(0), let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(validatingCString: real)
  }

  /// Of the path itself, not of what a link points at.
  static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private struct Walk {
    let root: String
    let shown: String
    let ignoring: Set<String>
    /// Paths relative to the root, and where their bytes are.
    var found: [(relative: String, target: String)] = []

    mutating func list(_ folder: String, depth: Int) throws(ImportProblem) {
      guard depth <= FileHasher.depthLimit else {
        throw problem(folder, "directories are nested more than \(FileHasher.depthLimit) deep")
      }
      for name in try names(folder) {
        let relative = folder.isEmpty ? name : "\(folder)/\(name)"
        guard !ignoring.contains(relative) else { continue }
        try take(relative, depth: depth)
        guard found.count <= FileHasher.fileLimit else {
          throw problem("", "holds more than \(FileHasher.fileLimit) files; give the directory of one model")
        }
      }
    }

    private mutating func take(_ relative: String, depth: Int) throws(ImportProblem) {
      let path = "\(root)/\(relative)"
      switch FileHasher.kind(path) {
      case S_IFREG: found.append((relative, path))
      case S_IFDIR: try list(relative, depth: depth + 1)
      case S_IFLNK:
        guard let target = FileHasher.resolved(path) else { throw problem(relative, "a symbolic link to nothing") }
        guard target.hasPrefix(root == "/" ? root : root + "/") else {
          throw problem(
            relative, "a symbolic link that leaves the directory; copy the model with the files themselves (cp -rL)")
        }
        guard FileHasher.kind(target) == S_IFREG else {
          throw problem(relative, "a symbolic link to something that is no file; copy the files themselves (cp -rL)")
        }
        found.append((relative, target))
      case nil: throw problem(relative, "went away while the directory was read; try again")
      default: throw problem(relative, "is no file, directory or link")
      }
    }

    private func names(_ folder: String) throws(ImportProblem) -> [String] {
      guard let directory = opendir("\(root)/\(folder)") else {
        throw problem(folder, "the directory cannot be read (\(OpenFile.reason(errno)))")
      }
      defer { closedir(directory) }
      var names: [String] = []
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
        }
        guard let name else { throw problem(folder, "holds a file whose name is not UTF-8; rename it") }
        if name != ".", name != ".." { names.append(name) }
        guard names.count <= FileHasher.fileLimit else { throw problem(folder, "holds too many files") }
      }
      return names
    }

    private func problem(_ relative: String, _ message: String) -> ImportProblem {
      ImportProblem(file: relative.isEmpty ? shown : "\(shown)/\(relative)", message)
    }
  }
}
