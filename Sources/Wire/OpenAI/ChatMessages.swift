// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The `messages` of a chat request: form, roles, and where media may come from.
enum ChatMessages {
  static func check(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, into facts: inout RequestFacts
  ) throws(GatewayError) {
    guard let messages = tape.present("messages", of: tape.root, in: bytes) else {
      throw .invalid("messages", "is required")
    }
    guard tape.kind(messages) == .array, tape.count(messages) > 0 else {
      throw .invalid("messages", "must be an array that is not empty")
    }
    if tape.hasNumbers(messages) { throw .invalid("messages", "must hold objects only") }
    var index = 0
    for message in tape.elements(messages) {
      guard tape.kind(message) == .object else { throw .invalid("messages[\(index)]", "must be an object") }
      try check(message, index, tape, bytes, &facts)
      index += 1
    }
  }

  private static func check(
    _ message: JSONTape.Node, _ index: Int, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>,
    _ facts: inout RequestFacts
  ) throws(GatewayError) {
    guard let role = tape.member("role", of: message, in: bytes), isRole(role, tape, bytes) else {
      throw .invalid(
        "messages[\(index)].role", "must be one of developer, system, user, assistant, tool, function")
    }
    guard let content = tape.present("content", of: message, in: bytes) else {
      guard mayLackContent(message, role, tape, bytes) else {
        throw .invalid("messages[\(index)].content", "is required: a string or an array of parts")
      }
      return
    }
    switch tape.kind(content) {
    case .string: return
    case .array where tape.count(content) > 0 && !tape.hasNumbers(content):
      var place = 0
      for part in tape.elements(content) {
        try check(part: part, index, place, tape, bytes, &facts)
        place += 1
      }
    default:
      throw .invalid("messages[\(index)].content", "must be a string or an array of parts that is not empty")
    }
  }

  private static func isRole(_ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>) -> Bool {
    tape.equals(node, "user", in: bytes) || tape.equals(node, "assistant", in: bytes)
      || tape.equals(node, "system", in: bytes) || tape.equals(node, "tool", in: bytes)
      || tape.equals(node, "developer", in: bytes) || tape.equals(node, "function", in: bytes)
  }

  /// An assistant that called a tool, refused or spoke has no text of its own; a function's result may be null.
  private static func mayLackContent(
    _ message: JSONTape.Node, _ role: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> Bool {
    if tape.equals(role, "function", in: bytes) { return true }
    return tape.equals(role, "assistant", in: bytes)
      && (tape.present("tool_calls", of: message, in: bytes) != nil
        || tape.present("function_call", of: message, in: bytes) != nil
        || tape.present("refusal", of: message, in: bytes) != nil
        || tape.present("audio", of: message, in: bytes) != nil)
  }

  /// Only kinds of parts that are known pass: some backends fetch a URL for others (`video_url`, `audio_url`), from
  /// inside the network in which they run.
  private static func check(
    part: JSONTape.Node, _ index: Int, _ place: Int, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>,
    _ facts: inout RequestFacts
  ) throws(GatewayError) {
    func path(_ rest: String = "") -> String { "messages[\(index)].content[\(place)]\(rest)" }
    guard tape.kind(part) == .object, let type = tape.member("type", of: part, in: bytes) else {
      throw .invalid(path(), "must be an object with a type")
    }
    if tape.equals(type, "text", in: bytes) {
      guard let text = tape.member("text", of: part, in: bytes), tape.kind(text) == .string else {
        throw .invalid(path(".text"), "must be a string")
      }
    } else if tape.equals(type, "refusal", in: bytes) {
      guard let text = tape.member("refusal", of: part, in: bytes), tape.kind(text) == .string else {
        throw .invalid(path(".refusal"), "must be a string")
      }
    } else if tape.equals(type, "image_url", in: bytes) {
      guard let image = tape.member("image_url", of: part, in: bytes), tape.kind(image) == .object,
        let url = tape.member("url", of: image, in: bytes)
      else { throw .invalid(path(".image_url"), "must be an object with a url") }
      guard tape.hasPrefix(url, ignoringCase: "data:", in: bytes) else {
        throw .invalid(path(".image_url.url"), "must be a data: URL; images are not fetched")
      }
      facts.imageParts += 1
    } else if tape.equals(type, "input_audio", in: bytes) {
      guard let audio = tape.member("input_audio", of: part, in: bytes), tape.kind(audio) == .object,
        let data = tape.member("data", of: audio, in: bytes), tape.kind(data) == .string
      else { throw .invalid(path(".input_audio"), "must be an object with data") }
      facts.otherMediaParts += 1
    } else if tape.equals(type, "file", in: bytes) {
      guard let file = tape.member("file", of: part, in: bytes), tape.kind(file) == .object else {
        throw .invalid(path(".file"), "must be an object")
      }
      // A file's id belongs to the account at the provider, which all projects share.
      if tape.present("file_id", of: file, in: bytes) != nil {
        throw .unsupported(path(".file.file_id"), "is not supported; send file_data")
      }
      guard let data = tape.member("file_data", of: file, in: bytes),
        tape.hasPrefix(data, ignoringCase: "data:", in: bytes)
      else { throw .invalid(path(".file.file_data"), "must be a data: URL; files are not fetched") }
      facts.otherMediaParts += 1
    } else {
      throw .invalid(path(".type"), "must be one of text, image_url, input_audio, file, refusal")
    }
  }
}

extension JSONTape {
  /// True when an array has elements that are not recorded: numbers.
  func hasNumbers(_ array: Node) -> Bool {
    var recorded = 0
    for _ in elements(array) { recorded += 1 }
    return recorded != count(array)
  }
}
