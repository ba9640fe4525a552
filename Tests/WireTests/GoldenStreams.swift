// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Wire

/// A stream as a backend sends it, and what must come of it.
struct GoldenStream: Sendable, CustomStringConvertible {
  var name: String
  var bytes: [UInt8]
  var choices = 1
  /// What the client gets in all when it asked for usage, and when it did not.
  var withUsage: String
  var withoutUsage: String
  /// What is held back of it until settlement, when the client asked for usage.
  var ending: String
  var tokens: TokenCounts?
  var isUsageFinal = true
  var model: String?
  var events: Int64

  var description: String { name }

  static let done = "data: [DONE]\n\n"

  private static func event(_ json: String) -> String { "data: \(json)\n\n" }

  static let all: [GoldenStream] = [
    openAI, azure, llamaCpp, vLLMContinuous, ollama, liftWing, twoChoices, oddFraming,
  ]

  static let openAI: GoldenStream = {
    let head = #"{"id":"chatcmpl-B9","object":"chat.completion.chunk","created":1795000000,"model":"gpt-x-2026","#
    func chunk(_ delta: String, _ finish: String, _ rest: String) -> String {
      event(
        head + #""service_tier":"default","choices":[{"index":0,"delta":\#(delta),"logprobs":null,"#
          + #""finish_reason":\#(finish)}]\#(rest)}"#)
    }
    func text(_ usage: String) -> String {
      chunk(#"{"role":"assistant","content":"","refusal":null}"#, "null", usage + #","obfuscation":"aB3""#)
        + chunk(#"{"content":"Grüße 😀"}"#, "null", usage + #","obfuscation":"x""#)
    }
    let usage =
      #""usage":{"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,"prompt_tokens_details":"#
      + #"{"cached_tokens":8,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":4,"audio_tokens":0}}"#
    let last = event(head + #""choices":[],\#(usage),"obfuscation":""}"#)
    let end = chunk("{}", #""stop""#, #","usage":null,"obfuscation":"Q""#)
    let whole = text(#","usage":null"#) + end + last + done
    var tokens = TokenCounts()
    tokens[.inputUncached] = 12
    tokens[.inputCacheRead] = 8
    tokens[.outputText] = 5
    tokens[.outputReasoning] = 4
    return GoldenStream(
      name: "OpenAI", bytes: Array(whole.utf8), withUsage: whole,
      withoutUsage: text("") + chunk("{}", #""stop""#, #","obfuscation":"Q""#) + done, ending: end + last + done,
      tokens: tokens, model: "gpt-x-2026", events: 4)
  }()

  /// The first chunk has no choices, but is not the usage chunk; there is no usage at all.
  static let azure: GoldenStream = {
    let first = event(
      #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"#
        + #""content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}"#)
    let head = #"{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-az","choices":["#
    let text = event(head + #"{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]}"#)
    let end = event(head + #"{"index":0,"delta":{},"finish_reason":"stop","content_filter_results":{}}]}"#)
    let late = event(head + #"{"index":0,"content_filter_offsets":{"check_offset":2},"finish_reason":null}]}"#)
    let whole = first + text + end + late + done
    return GoldenStream(
      name: "Azure", bytes: Array(whole.utf8), withUsage: whole, withoutUsage: whole, ending: end + late + done,
      tokens: nil, isUsageFinal: false, model: "gpt-az", events: 4)
  }()

  /// Comments as keep-alive while the prompt is read; `timings` beside the usage.
  static let llamaCpp: GoldenStream = {
    func chunk(_ choices: String, _ rest: String = "") -> String {
      event(
        #"{"choices":[\#(choices)],"created":1,"id":"chatcmpl-L","model":"/models/s.gguf","#
          + #""system_fingerprint":"b1-a","object":"chat.completion.chunk"\#(rest)}"#)
    }
    let text =
      chunk(#"{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}"#)
      + chunk(#"{"finish_reason":null,"index":0,"delta":{"reasoning_content":"hm"}}"#)
      + chunk(#"{"finish_reason":null,"index":0,"delta":{"content":"Hello\n"}}"#)
    let end = chunk(#"{"finish_reason":"length","index":0,"delta":{}}"#)
    let usage = chunk(
      "",
      #","usage":{"completion_tokens":8,"prompt_tokens":12,"total_tokens":20,"prompt_tokens_details":"#
        + #"{"cached_tokens":11}},"timings":{"cache_n":11,"prompt_n":1,"predicted_n":8}"#)
    var tokens = TokenCounts(input: 1, output: 8)
    tokens[.inputCacheRead] = 11
    return GoldenStream(
      name: "llama.cpp", bytes: Array((":\n\n: ping\n\n" + text + end + usage + done).utf8),
      withUsage: ":\n: ping\n" + text + end + usage + done, withoutUsage: ":\n: ping\n" + text + end + done,
      ending: end + usage + done, tokens: tokens, model: "/models/s.gguf", events: 5)
  }()

  /// Usage on every chunk.
  static let vLLMContinuous: GoldenStream = {
    func usage(_ output: Int) -> String {
      #","usage":{"prompt_tokens":5,"total_tokens":\#(5 + output),"completion_tokens":\#(output)}"#
    }
    func chunk(_ choices: String, _ rest: String) -> String {
      event(
        #"{"id":"chatcmpl-v","object":"chat.completion.chunk","created":2,"model":"org/m","#
          + #""choices":[\#(choices)]\#(rest)}"#
      )
    }
    func choice(_ text: String, _ finish: String) -> String {
      #"{"index":0,"delta":{"content":"\#(text)"},"logprobs":null,"finish_reason":\#(finish),"token_ids":null}"#
    }
    let texts = ["", "Ein ", "Satz"]
    let with = texts.enumerated().map { chunk(choice($1, "null"), usage($0)) }.joined()
    let without = texts.map { chunk(choice($0, "null"), "") }.joined()
    let last = chunk(choice(".", #""stop""#), usage(3)) + chunk("", usage(3)) + done
    return GoldenStream(
      name: "vLLM", bytes: Array((with + last).utf8), withUsage: with + last,
      withoutUsage: without + chunk(choice(".", #""stop""#), "") + done, ending: last,
      tokens: TokenCounts(input: 5, output: 3), model: "org/m", events: 5)
  }()

  /// Zero usage on all chunks but the last.
  static let ollama: GoldenStream = {
    func chunk(_ choices: String, _ input: Int, _ output: Int) -> String {
      event(
        #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":3,"model":"qwen3:0.6b","#
          + #""system_fingerprint":"fp_ollama","choices":[\#(choices)],"usage":{"prompt_tokens":\#(input),"#
          + #""completion_tokens":\#(output),"total_tokens":\#(input + output)}}"#)
    }
    func bare(_ choices: String) -> String {
      event(
        #"{"id":"chatcmpl-7","object":"chat.completion.chunk","created":3,"model":"qwen3:0.6b","#
          + #""system_fingerprint":"fp_ollama","choices":[\#(choices)]}"#)
    }
    let one = #"{"index":0,"delta":{"role":"assistant","content":"","reasoning":"ok"},"finish_reason":null}"#
    let two = #"{"index":0,"delta":{"content":"42"},"finish_reason":null}"#
    let three = #"{"index":0,"delta":{"content":""},"finish_reason":"stop"}"#
    let last = chunk(three, 0, 0) + chunk("", 11, 4) + done
    return GoldenStream(
      name: "Ollama", bytes: Array((chunk(one, 0, 0) + chunk(two, 0, 0) + last).utf8),
      withUsage: chunk(one, 0, 0) + chunk(two, 0, 0) + last,
      withoutUsage: bare(one) + bare(two) + bare(three) + done, ending: last,
      tokens: TokenCounts(input: 11, output: 4), model: "qwen3:0.6b", events: 4)
  }()

  /// The last chunk carries the usage and the finish reason together.
  static let liftWing: GoldenStream = {
    let head = #"{"id":"c","object":"chat.completion.chunk","created":4,"model":"qwen36","choices":["#
    let text = event(head + #"{"index":0,"delta":{"role":"assistant","content":"维基"},"finish_reason":null}]}"#)
    let choice = #"{"index":0,"delta":{},"finish_reason":"stop"}]"#
    let last = event(head + choice + #","usage":{"prompt_tokens":30,"completion_tokens":2,"total_tokens":32}}"#)
    return GoldenStream(
      name: "Lift Wing", bytes: Array((text + last + done).utf8), withUsage: text + last + done,
      withoutUsage: text + event(head + choice + "}") + done, ending: last + done,
      tokens: TokenCounts(input: 30, output: 2), model: "qwen36", events: 2)
  }()

  /// Two choices: the first may be said to be finished, the second not before settlement. No `[DONE]` comes.
  static let twoChoices: GoldenStream = {
    func chunk(_ index: Int, _ text: String, _ finish: String) -> String {
      event(
        #"{"model":"two","choices":[{"index":\#(index),"delta":{"content":"\#(text)"},"finish_reason":\#(finish)}]}"#)
    }
    let text = chunk(0, "a", "null") + chunk(1, "b", "null") + chunk(0, "", #""stop""#) + chunk(1, "c", "null")
    let end = chunk(1, "", #""length""#)
    return GoldenStream(
      name: "two choices", bytes: Array((text + end).utf8), choices: 2, withUsage: text + end + done,
      withoutUsage: text + end + done, ending: end + done, tokens: nil, isUsageFinal: false, model: "two", events: 5)
  }()

  /// Every liberty that the event stream format allows, and an end without its blank line.
  static let oddFraming: GoldenStream = {
    let one = #"{"model":"odd","choices":[{"index":0,"delta":{"content":"é"},"finish_reason":null}]}"#
    let two = #"{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}"#
    let split = two.replacing(",\"delta\"", with: ",\ndata:\"delta\"")
    let end = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    let raw =
      "\u{FEFF}: hello\r\n\r\nid: 7\r\nretry: 10\r\nevent: message\r\ndata: \(one)\r\n\r\n" + "\r\n\r\n"
      + "data:\(two)\r\rdata\n\ndata: \n\nevent: ping\n\n:\n: in\n" + "data: \(split)\n: inside\n\n" + "unknown: x\n\n"
      + "data: \(end)"
    let joined = two.replacing(",\"delta\"", with: ", \"delta\"")
    let text = ": hello\n" + event(one) + event(two) + ":\n: in\n" + event(joined)
    return GoldenStream(
      name: "odd framing", bytes: Array(raw.utf8), withUsage: text + event(end) + done,
      withoutUsage: text + event(end) + done, ending: event(end) + done, tokens: nil, isUsageFinal: false,
      model: "odd", events: 4)
  }()
}
