// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Names for `general.file_type`: the quantisation of most tensors of a file.
enum GGUFFileType {
  /// `enum llama_ftype` of llama.cpp's `include/llama.h`, as of 2026; 4 to 6 and 33 to 35 were removed.
  private static let names: [UInt64: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE", 39: "NVFP4",
    40: "Q1_0",
  ]

  /// Set when the type was guessed from the tensors.
  private static let guessed: UInt64 = 1_024

  /// Nil for a number that is not listed.
  static func name(_ number: UInt64) -> String? { names[number & ~guessed] }

  /// True where the numbers themselves are kept, only in fewer bytes than 32-bit floats at most.
  static func isQuantized(_ name: String) -> Bool { !["F32", "F16", "BF16"].contains(name.uppercased()) }
}
