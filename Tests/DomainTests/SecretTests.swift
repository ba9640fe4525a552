// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct SecretTests {
  static let text = "correct-horse-battery"
  static let secret = Secret(text)

  struct Holder {
    let name = "holder"
    let secret = SecretTests.secret
  }

  /// The text, and its bytes as an array prints them.
  static func shows(_ output: String) -> Bool {
    output.contains("horse") || output.contains("99, 111, 114") || output.contains("0x63")
  }

  @Test func nothingThatPrintsShowsTheBytes() {
    var dumped = ""
    dump(Self.secret, to: &dumped)
    dump(Holder(), to: &dumped)
    dump([Self.secret], to: &dumped)
    dump(Optional(Self.secret), to: &dumped)
    var printed = ""
    print(Self.secret, Holder(), [Self.secret], ["key": Self.secret], Optional(Self.secret) as Any, to: &printed)
    debugPrint(Self.secret, Holder(), [Self.secret], to: &printed)
    for output in [
      "\(Self.secret)", String(describing: Self.secret), String(reflecting: Self.secret), "\(Holder())",
      String(reflecting: Holder()), dumped, printed,
    ] {
      #expect(!Self.shows(output))
      #expect(output.contains("<secret, 21 bytes>"))
    }
  }

  @Test func aMirrorIsEmpty() {
    #expect(Mirror(reflecting: Self.secret).children.isEmpty)
    #expect(Mirror(reflecting: Self.secret).superclassMirror == nil)
  }

  @Test func onlyRevealGivesTheBytes() {
    #expect(Self.secret.reveal { String(decoding: $0, as: UTF8.self) } == Self.text)
    #expect(!Self.secret.isEmpty)
    #expect(Secret([]).isEmpty)
  }
}
