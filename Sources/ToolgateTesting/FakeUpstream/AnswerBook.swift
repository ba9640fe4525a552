// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Makes the answer to a request, and keeps the small ones: the same script and ask always get the same bytes.
///
/// One for each event loop.
final class AnswerBook {
  private struct Key: Hashable {
    let script: Script
    let ask: Ask
  }

  private var kept: [Key: Answer] = [:]

  func answer(script: Script, ask: Ask) -> Answer {
    let key = Key(script: script, ask: ask)
    if let answer = kept[key] { return answer }
    let answer = made(script: script, ask: ask)
    if kept.count < 256, answer.byteCount < 1 << 20 { kept[key] = answer }
    return answer
  }

  private func made(script: Script, ask: Ask) -> Answer {
    var answer = content(script: script, ask: ask)
    if script.hasAny(.pace, .cut, .reset, .stall, .gate), answer.pieces.count == 1 {
      answer = answer.split(into: 8)
    }
    if script.has(.dribble) { answer = answer.dribbled() }
    if let count = script[.cut] { answer = answer.broken(after: Int(count), .cut) }
    if let count = script[.reset] { answer = answer.broken(after: Int(count), .reset) }
    if let count = script[.stall] { answer = answer.broken(after: Int(count), .stall) }
    return answer
  }

  private func content(script: Script, ask: Ask) -> Answer {
    if ask.route == .health { return .plain(#"{"status":"ok"}"#) }
    if script.has(.redirect) {
      return .plain(status: 302, extra: [("location", "/normal/v1/chat/completions")], "")
    }
    if let refusal = ErrorAnswers(script: script).answer() { return refusal }
    switch ask.route {
    case .chat:
      let chat = ChatAnswers(script: script, ask: ask)
      return ask.isStream && !script.has(.unstreamed) ? chat.stream() : chat.plain()
    case .embeddings:
      return EmbeddingAnswers(script: script, ask: ask).answer()
    case .models:
      return .plain(
        #"{"object":"list","data":[{"id":"fake-model","object":"model","created":1795000000,"owned_by":"fake"}]}"#)
    case .health, .unknown:
      return ErrorAnswers.notFound
    }
  }
}
