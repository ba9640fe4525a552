// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The usage objects of an answer, true or not.
struct UsageClaims {
  let script: Script

  /// What stands at the end; nil where the script leaves usage out.
  func final(textEvents: Int) -> String? {
    let prompt = script[.promptTokens] ?? 11
    let completion = script[.completionTokens] ?? Int64(textEvents)
    if script.has(.usageMissing) { return nil }
    if script.has(.usageNull) { return "null" }
    if script.has(.usageZero) { return zero }
    if script.has(.usageNegative) { return object("-5", "-3", "-8") }
    if script.has(.usageHuge) { return object("\(Int64.max)", "\(Int64.max)", "\(Int64.max)") }
    if script.has(.usageOverflow) { return object("99999999999999999999", "1e30", "1e400") }
    if script.has(.usageText) { return object("\"\(prompt)\"", "\"\(completion)\"", "\"\(prompt + completion)\"") }
    if script.has(.usageContradicts) { return object("\(prompt)", "\(completion)", "\(prompt + completion + 1000)") }
    return object("\(prompt)", "\(completion)", "\(prompt + completion)")
  }

  /// What a backend that counts along says after so many events with text.
  func running(textEvents: Int) -> String? {
    final(textEvents: textEvents)
  }

  var zero: String { object("0", "0", "0") }

  /// Embeddings have no output.
  func embeddings(inputs: Int) -> String? {
    let prompt = script[.promptTokens] ?? Int64(11 * inputs)
    if script.has(.usageMissing) { return nil }
    return #"{"prompt_tokens":\#(prompt),"total_tokens":\#(prompt)}"#
  }

  private func object(_ prompt: String, _ completion: String, _ total: String) -> String {
    let details =
      script.has(.usageDetails)
      ? #","prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}"# : ""
    return #"{"prompt_tokens":\#(prompt),"completion_tokens":\#(completion),"total_tokens":\#(total)\#(details)}"#
  }
}
