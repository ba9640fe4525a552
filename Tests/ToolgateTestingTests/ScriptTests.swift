// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolgateTesting

@Suite struct ScriptTests {
  @Test(arguments: Behaviour.allCases)
  func readsEveryWordOfTheList(behaviour: Behaviour) throws {
    let script = try Script(behaviour.value == .text ? "\(behaviour.rawValue)-x" : behaviour.rawValue)
    #expect(script.has(behaviour))
    #expect(Behaviour.allCases.filter(script.has) == [behaviour])
    #expect(!behaviour.meaning.isEmpty)
  }

  @Test(arguments: ["pace-20ms+events-200", "pace-20ms-events-200"])
  func joinsWordsWithPlusOrHyphen(text: String) throws {
    let script = try Script(text)
    #expect(script[.pace] == 20_000)
    #expect(script[.events] == 200)
  }

  @Test func takesTheLongestWord() throws {
    let script = try Script("usage-zero-on-chunks")
    #expect(script.has(.usageZeroOnChunks))
    #expect(!script.has(.usageZero))
  }

  @Test func takesUsualValuesWhereNoneStands() throws {
    let script = try Script("cut+events-no-done")
    #expect(script[.cut] == 2)
    #expect(script[.events] == 5)
    #expect(script.has(.noDone))
  }

  @Test(arguments: [("500us", 500), ("7ms", 7_000), ("2s", 2_000_000)] as [(String, Int64)])
  func readsTimes(text: String, micros: Int64) throws {
    #expect(try Script("slow-head-\(text)+crlf")[.slowHead] == micros)
  }

  @Test func keepsHyphensOfACanary() throws {
    #expect(try Script("canary-a-b-c+crlf").canary == "a-b-c")
  }

  @Test(arguments: ["nonsense", "normal+nonsense", "eventsx", "canary", "pace-20"])
  func refusesWhatIsNoBehaviour(text: String) {
    #expect(throws: Script.UnknownWord.self) { try Script(text) }
  }
}
