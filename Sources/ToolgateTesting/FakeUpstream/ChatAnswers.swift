// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Chat completions as an OpenAI-compatible backend writes them (<https://platform.openai.com/docs/api-reference/chat>).
struct ChatAnswers {
  let script: Script
  let ask: Ask
  let usage: UsageClaims

  init(script: Script, ask: Ask) {
    (self.script, self.ask) = (script, ask)
    usage = UsageClaims(script: script)
  }

  private var model: String { script.has(.wrongModel) ? "another-model" : ask.model }

  /// The text of the event with this number, from 0.
  private func text(_ index: Int) -> String {
    if index == 0, let canary = script.canary { return "\(canary) " }
    if index == 0, let echoed = ask.lastMessage { return echoed.jsonEscaped }
    return "word\(index) "
  }

  private var textEvents: Int { Int(script[.events] ?? 5) }

  func plain() -> Answer {
    var body = plainBody(text: (0..<textEvents).map(text).joined())
    let length = script[.megabytes].map { Int($0) << 20 } ?? script[.bodyBytes].map(Int.init) ?? 0
    if body.utf8.count < length {
      let padding = String(repeating: "x", count: length - body.utf8.count)
      body = plainBody(text: (0..<textEvents).map(text).joined() + padding)
    }
    return .plain(body)
  }

  private func plainBody(text: String) -> String {
    let figures = usage.final(textEvents: textEvents).map { ",\"usage\":\($0)" } ?? ""
    return """
      {"id":"chatcmpl-fake","object":"chat.completion","created":1795000000,"model":"\(model)",\
      "choices":[{"index":0,"message":{"role":"assistant",\(said(text)),"refusal":null},\
      "logprobs":null,"finish_reason":"\(finish)"}]\(figures)}
      """
  }

  private var finish: String { script.has(.toolCalls) ? "tool_calls" : "stop" }

  /// The members of a whole message that hold the text.
  private func said(_ text: String) -> String {
    guard script.has(.toolCalls) else { return #""content":"\#(text)""# }
    return """
      "content":null,"tool_calls":[{"id":"call_fake","type":"function","function":{"name":"look_up",\
      "arguments":"\(text)"}}]
      """
  }

  /// A share of the message in an event of a stream.
  private func delta(_ index: Int, _ text: String) -> String {
    guard script.has(.toolCalls) else { return #"{"content":"\#(text)"}"# }
    let head = index == 0 ? #""id":"call_fake","type":"function","# : ""
    let name = index == 0 ? #""name":"look_up","# : ""
    return #"{"tool_calls":[{"index":0,\#(head)"function":{\#(name)"arguments":"\#(text)"}}]}"#
  }

  func stream() -> Answer {
    var events: [String] = []
    if script.has(.azureChunks) {
      events.append(
        event(
          #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}"#))
    }
    events.append(event(chunk(delta: #"{"role":"assistant","content":""}"#, running: 0)))
    for index in 0..<textEvents {
      if script[.errorFrame] == Int64(index) { return .stream(framed(events + errorFrame)) }
      if script[.badEvent] == Int64(index) { events.append(event(#"{"choices":[{"delta":"#)) }
      events.append(textEvent(index))
    }
    if let at = script[.errorFrame], at >= textEvents { return .stream(framed(events + errorFrame)) }
    if !script.has(.noFinish) {
      events.append(event(chunk(delta: "{}", finish: finish, running: textEvents, isLast: true)))
    }
    let isAsked = ask.wantsUsage || script.has(.usageUnasked)
    if isAsked, !script.has(.usageOnFinish), let figures = usage.final(textEvents: textEvents) {
      events.append(event(frame(choices: "[]", usage: figures)))
    }
    if !script.has(.noDone) { events.append(event("[DONE]")) }
    return .stream(framed(events))
  }

  private func textEvent(_ index: Int) -> String {
    func event(padding: Int) -> String {
      let padded = text(index) + String(repeating: "x", count: padding)
      return self.event(chunk(delta: delta(index, padded), running: index + 1))
    }
    let plain = event(padding: 0)
    let length = script.has(.longLine) && index == 0 ? Int(script[.longLine] ?? 0) << 20 : Int(script[.eventBytes] ?? 0)
    return plain.utf8.count < length ? event(padding: length - plain.utf8.count) : plain
  }

  /// - Parameter running: events with text so far, for backends that count along.
  private func chunk(delta: String, finish: String? = nil, running: Int, isLast: Bool = false) -> String {
    let choice = #"[{"index":0,"delta":\#(delta),"finish_reason":\#(finish.map { "\"\($0)\"" } ?? "null")}]"#
    let figures: String? =
      if isLast, script.has(.usageOnFinish) {
        usage.final(textEvents: textEvents)
      } else if script.has(.usageEveryChunk) || ask.wantsContinuousUsage {
        usage.running(textEvents: running)
      } else if script.has(.usageZeroOnChunks) {
        usage.zero
      } else {
        ask.wantsUsage ? "null" : nil
      }
    return frame(choices: choice, usage: figures)
  }

  private func frame(choices: String, usage: String?) -> String {
    """
    {"id":"chatcmpl-fake","object":"chat.completion.chunk","created":1795000000,"model":"\(model)",\
    "choices":\(choices)\(usage.map { ",\"usage\":\($0)" } ?? "")}
    """
  }

  /// As vLLM and Lift Wing end a stream that failed: the error, then `[DONE]`.
  private var errorFrame: [String] {
    let message = "the engine stopped\(script.canary.map { " at \($0)" } ?? "")"
    let error = event(#"{"error":{"message":"\#(message)","type":"server_error","param":null,"code":500}}"#)
    return script.has(.noDone) ? [error] : [error, event("[DONE]")]
  }

  private func event(_ data: String) -> String { "data: \(data)\n\n" }

  private func framed(_ events: [String]) -> [String] {
    guard script.hasAny(.crlf, .pings) else { return events }
    return events.map { event in
      let lines = script.has(.pings) ? ": ping\n\n" + event : event
      return script.has(.crlf)
        ? lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : lines
    }
  }
}

extension String {
  /// With what JSON wants escaped (RFC 8259, section 7).
  var jsonEscaped: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case "\u{00}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
