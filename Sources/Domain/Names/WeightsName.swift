// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Which files hold the weights of a model, as far as their names tell. A licence, a card or a tokenizer says nothing of the
/// weights beside it.
package enum WeightsName {
  /// The ends of names under which weights are published.
  private static let endings: Set<String> = [
    "bin", "ckpt", "gguf", "ggml", "h5", "keras", "msgpack", "npy", "npz", "onnx", "onnx_data", "pb", "pt", "pth",
    "safetensors", "tflite",
  ]

  /// Parts of names of files that end so too and hold no weights: what a trainer leaves behind, and tokenizers.
  private static let others = ["training_args", "optimizer", "scheduler", "rng_state", "tokenizer", "vocab"]

  /// - Parameter path: with `/` between its parts.
  package static func fits(_ path: String) -> Bool {
    let name = lastPart(path).lowercased()
    guard let dot = name.lastIndex(of: "."), !others.contains(where: name.contains) else { return false }
    return endings.contains(String(name[name.index(after: dot)...]))
  }

  package static func lastPart(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
