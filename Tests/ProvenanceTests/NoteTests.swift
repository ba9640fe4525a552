// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Notes
import Provenance
import Testing

@Suite struct NoteTests {
  /// Made with the seeds 00…1f and 20…3f at the time 1790000000.
  static let note = """
    toolgate.example/log
    3
    NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=

    — toolgate.example/log t3c/4Y0oLveazsKJ1yBaYsVv3vdNYYK+Qs+3O2hAe0j2AAnFmrao/cywrevXZ9e6IihJ5f6nHO0bg8lrwb1ebMv9vA8=
    — witness.example/w1 IDJKvgAAAABqsTuAEbdYoWq29aPHzgnqdk5MsK6gIQYMOLE6mgJMzRuKUnwnTnNsvtWcXoKkAss7KpGox5OLzh9bFrb/IN5GJ8bcBQ==

    """
  static let log = "toolgate.example/log+b7773fe1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let witness = "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

  private static func keys(_ texts: String...) throws -> [NoteVerifier] { try texts.map { try NoteVerifier($0) } }

  @Test func thePublishedNoteIsSignedByLogAndWitness() throws {
    let note = try SignedNote(Array(Self.note.utf8))
    let (checkpoint, signers) = try Checkpoint.verified(note, keys: Self.keys(Self.log, Self.witness))
    #expect(checkpoint.size == 3 && checkpoint.root == SlowTreeOfLetters.root)
    #expect(signers.map(\.description) == [Self.log, Self.witness])
    #expect(note.bytes == Array(Self.note.utf8))
  }

  @Test func whatTheKeyOfTheSeedSignsIsThePublishedSignature() throws {
    let checkpoint = Checkpoint(origin: Keys.origin, size: 3, root: SlowTreeOfLetters.root)
    let line = try checkpoint.signed(by: [Keys.log]).signatures[0].description
    #expect(Self.note.contains(line + "\n"))
    #expect(Keys.log.verifier.description == Self.log)
  }

  @Test func anyByteThatIsChangedInTextOrSignaturesIsNoticed() throws {
    let keys = try Self.keys(Self.log, Self.witness)
    let good = Array(Self.note.utf8)
    for place in good.indices {
      for mask: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
        var bytes = good
        bytes[place] ^= mask
        let signers = try? Checkpoint.verified(SignedNote(bytes), keys: keys).signers
        // A name or key id that is changed makes the line one of an unknown key, which the standard has us pass by.
        #expect(signers == nil || signers?.count == 1, "byte \(place), mask \(mask)")
      }
    }
  }

  @Test func aWitnessAloneIsNotTheLog() throws {
    let note = try SignedNote(Array(Self.note.utf8))
    #expect(throws: NoteProblem.unknownSigners) { try Checkpoint.verified(note, keys: Self.keys(Self.witness)) }
    #expect(throws: NoteProblem.unknownSigners) { try Checkpoint.verified(note, keys: []) }
  }

  @Test func aKeyOfAnotherNameDoesNotSpeakForTheLog() throws {
    let other = Keys.signer(from: 0, name: KeyName("other.example/log")!)
    let text = Checkpoint(origin: Keys.origin, size: 3, root: SlowTreeOfLetters.root).text
    let note = SignedNote(text: text, signatures: [try other.sign(text)])
    #expect(throws: NoteProblem.unknownSigners) { try Checkpoint.verified(note, keys: [other.verifier]) }
  }

  @Test func aWrongSignatureByAKnownKeyRefusesTheNoteThoughAnotherIsGood() throws {
    let text = Checkpoint(origin: Keys.origin, size: 3, root: SlowTreeOfLetters.root).text
    let wrong = NoteSignature(
      name: Keys.origin, keyID: Keys.next.verifier.id, bytes: try Keys.next.sign("another text\n").bytes)
    let note = SignedNote(text: text, signatures: [try Keys.log.sign(text), wrong])
    #expect(try Checkpoint.verified(note, keys: [Keys.log.verifier]).signers == [Keys.log.verifier])
    #expect(throws: NoteProblem.badSignature(key: "toolgate.example/log")) {
      try Checkpoint.verified(note, keys: [Keys.log.verifier, Keys.next.verifier])
    }
  }

  @Test func sixteenSignaturesAndMoreAreRead() throws {
    let text = Checkpoint(origin: Keys.origin, size: 3, root: SlowTreeOfLetters.root).text
    for count in [16, 64, 65] {
      let signatures = try (0..<UInt8(count)).map { try Keys.signer(from: $0).sign(text) }
      let bytes = SignedNote(text: text, signatures: signatures).bytes
      #expect((try? SignedNote(bytes).signatures.count) == (count <= 64 ? count : nil))
    }
  }

  @Test(arguments: [
    "", "\n", "a\n", "a\n\n", "a\n\n— a AAAAAAA=", "a\n\n- a AAAAAAA=\n", "a\n\n— a AAAAAAA\n",
    "a\n\n— a AAAAAAB=\n", "a\n\n— a  AAAAAAA=\n", "a\n\n— a+b AAAAAAA=\n", "a\n\n— a AAAA\n", "a\r\n\n— a AAAAAAA=\n",
    "a\t\n\n— a AAAAAAA=\n", "a\u{0}\n\n— a AAAAAAA=\n", "a\n\n— a AAAAAAA=\n\n", "a\n\n— a\u{2003}b AAAAAAA=\n",
    "a\n\n— a AAAAAAA= \n", "a\n\n—  AAAAAAA=\n",
  ])
  func aNoteOfAnotherFormIsRefused(text: String) {
    #expect { try SignedNote(Array(text.utf8)) } throws: { ($0 as? NoteProblem)?.isMalformed == true }
  }

  @Test func theSmallestNoteIsRead() throws {
    #expect(try SignedNote(Array("a\n\n— a AAAAAAA=\n".utf8)).signatures.count == 1)
    #expect(throws: NoteProblem.self) { try SignedNote([0x61, 0xFF] + Array("\n\n— a AAAAAAA=\n".utf8)) }
  }

  @Test(arguments: [
    "toolgate.example/log\n03\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "toolgate.example/log\n+3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "toolgate.example/log\n\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "toolgate.example/log\n99999999999999999999\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "toolgate.example/log\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsF=\n",
    "toolgate.example/log\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHg==\n",
    "toolgate.example/log\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\nextension\n",
    "tool gate\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n",
    "toolgate.example/log\n3\nNmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=",
  ])
  func aCheckpointOfAnotherFormIsRefused(text: String) {
    #expect(throws: NoteProblem.self) { try Checkpoint(text) }
  }

  @Test(arguments: [
    "", "a", "a+b7773fe1", "toolgate.example/log+b7773fe2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "toolgate.example/log+B7773FE1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "other.example/log+b7773fe1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "toolgate.example/log+b7773fe1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG5",
    "toolgate.example/log+b7773fe1+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    "toolgate.example/log+b7773fe1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
  ])
  func aVerifierKeyOfAnotherFormIsRefused(text: String) {
    #expect(throws: NoteProblem.self) { try NoteVerifier(text) }
  }
}

enum SlowTreeOfLetters {
  static let root = SlowTree(["a", "b", "c"].map { MerkleHash.leaf(Array($0.utf8)) }).root(0..<3)
}
