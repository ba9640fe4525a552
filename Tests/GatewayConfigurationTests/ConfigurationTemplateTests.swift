// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GatewayConfiguration
import Testing

@Suite struct `The file that init writes` {
  private static let whole = ConfigurationTemplate.text(anchor: "../gate.anchor/checkpoint")
  private static let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  /// The ids of the examples.
  static let examples = lines.filter { $0.hasPrefix("#  - id: ") }.map { line in
    String(line.dropFirst("#  - id: ".count).prefix { $0 != " " })
  }

  /// The template with the examples of these ids taken out of their comments.
  private static func text(uncommenting ids: [String]) -> String {
    var isInside = false
    return lines.map { line in
      if line.hasPrefix("#  - id: ") { isInside = ids.contains { line.hasPrefix("#  - id: \($0) ") } }
      if !line.hasPrefix("#  ") { isInside = false }
      return isInside ? String(line.dropFirst()) : line
    }.joined(separator: "\n")
  }

  @Test func `it is valid as it is and serves the built-in model`() throws {
    let file = read(Self.whole)
    #expect(file.errors.isEmpty && file.warnings.isEmpty)
    let settings = try #require(file.settings)
    #expect(settings.embedded && settings.backends.isEmpty)
    #expect(settings.listen.data == .tcp(host: "127.0.0.1", port: 8080))
  }

  @Test(arguments: ["../gate.anchor/checkpoint", "/mnt/a \"b\" \\ #c: {d}/checkpoint"])
  func `it names the anchor, whatever its name is`(path: String) {
    let file = read(ConfigurationTemplate.text(anchor: path))
    #expect(file.errors.isEmpty)
    #expect(file.settings?.provenance.anchors == [path.hasPrefix("/") ? path : "/srv/gate/\(path)"])
    #expect(read(ConfigurationTemplate.text(anchor: nil)).settings?.provenance.anchors == [])
  }

  @Test func `it shows the six backends`() {
    #expect(Self.examples == ["llama", "vllm", "ollama", "liftwing", "openai", "azure"])
  }

  @Test(arguments: examples)
  func `each example is valid when its comment is removed`(id: String) throws {
    let file = read(Self.text(uncommenting: [id]))
    #expect(file.errors.isEmpty && file.warnings.isEmpty)
    let backend = try #require(file.settings?.backends.first)
    #expect(backend.id.text == id && backend.models.count == 1)
  }

  @Test func `all examples are valid together`() throws {
    let file = read(Self.text(uncommenting: Self.examples))
    #expect(file.errors.isEmpty)
    #expect(file.settings?.backends.count == 6)
  }

  @Test func `the certificates of a line with tls are valid when its comment is removed`() {
    let text = Self.whole.replacing("#  tls:", with: "  tls:")
    #expect(read(text).settings?.listen.tls != nil)
  }
}
