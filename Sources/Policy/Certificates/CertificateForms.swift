// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension YAMLForm where Value == String {
  /// A commit, a name that ends in a day, as providers give their fixed versions, or a version of code. Never a branch.
  static var revision: YAMLForm {
    YAMLForm(
      expected:
        "a commit of 40 hexadecimal digits, a dated name such as gpt-4o-mini-2024-07-18, a version such as 1.0.0 "
        + "of a program without weights, or null",
      isText: true
    ) {
      text in
      let digits = text.filter(\.isNumber)
      let isDated = isWord(text) && text.count <= 100 && digits.count >= 6
      return Hexadecimal.isText(text, digits: 40) || isDated || isVersion(text) ? text : nil
    }
  }

  static var commit: YAMLForm {
    YAMLForm(expected: "a commit of 40 hexadecimal digits", isText: true) { text in
      Hexadecimal.isText(text, digits: 40) ? text : nil
    }
  }

  /// Billions of parameters.
  static var billions: YAMLForm {
    YAMLForm(expected: "a number of billions in quotes, such as \"1.7\"", isText: true) { text in
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let isNumber = (1...2).contains(parts.count) && parts.allSatisfy { Int(digits: $0) != nil }
      return isNumber && text.utf8.count <= 12 ? text : nil
    }
  }

  /// A word that a rule or a reader can look for.
  static var flag: YAMLForm {
    YAMLForm(expected: "a word of a-z, 0-9 and _", isText: true) { text in
      let isFlag = text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_")
      }
      return isFlag && !text.isEmpty && text.utf8.count <= 64 ? text : nil
    }
  }

  static var languageTag: YAMLForm {
    YAMLForm(expected: "a language tag such as en or zh-Hant", isText: true) { text in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let isTag = parts.allSatisfy { (1...8).contains($0.count) && isWord(String($0)) }
      return isTag && (2...8).contains(parts[0].count) ? text : nil
    }
  }
}

extension YAMLForm where Value == ContentDigest {
  static var sha256: YAMLForm {
    YAMLForm(expected: "a SHA-256 of 64 hexadecimal digits in lower case", isText: true) { ContentDigest(digits: $0) }
  }
}

/// Three numbers, as semantic versions have (<https://semver.org>).
func isVersion(_ text: String) -> Bool {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count == 3
    && parts.allSatisfy { part in
      (1...5).contains(part.utf8.count) && part.allSatisfy { $0.isASCII && $0.isNumber }
    }
}

private func isWord(_ text: String) -> Bool {
  !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
}
