// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Policy
import Serving
import Synchronization
import Testing
import ToolgateTesting

@Suite struct PolicyLockTests {
  /// Runs the body once for each number, all at once, each on a thread of its own.
  ///
  /// - Returns: what was thrown.
  private static func atOnce(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws -> [String] {
    let failures = Mutex<[String]>([])
    let ended = DispatchSemaphore(value: 0)
    for number in 0..<count {
      Thread.detachNewThread {
        do {
          try body(number)
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
        ended.signal()
      }
    }
    // Each has the lock in its turn, so it is the next that is waited for and not all of them.
    for place in 0..<count { try ended.wait(for: "thread \(place + 1) of \(count) to have had the lock") }
    return failures.withLock { $0 }
  }

  @Test func `certifiers who sign at once lose no signature`() throws {
    let desk = try CertificationTests.Desk()
    let certification = desk.certification
    let names = (10..<22).map { "certifier-\($0)" }
    let signers = try names.map { try desk.signer($0) }
    #expect(
      try Self.atOnce(signers.count) { _ = try certification.sign(CertificationTests.amber, with: signers[$0]) } == [])
    let text = try #require(desk.read("Policies/signatures/LLM360--Amber.yaml"))
    let (file, _) = SignatureFile.read(Array(text.utf8), name: "amber")
    #expect(file?.signatures.map(\.certifier).sorted() == names)
    #expect(
      try certification.load([:]).catalogue[CertificationTests.amber]?.standing == .inForce(signatures: names.count))
  }

  @Test func `revocations that are written at once all stand`() throws {
    let desk = try CertificationTests.Desk()
    let certification = desk.certification
    let ids = try certification.load([:]).catalogue.models.prefix(8).map(\.certificate.id)
    let failures = try Self.atOnce(ids.count) { number in
      _ = try certification.revoke(
        ids[number], digest: nil, on: Grounds(reason: "wrong \(number)", task: PhabricatorTask("T\(number)")!),
        logged: [:])
    }
    #expect(failures == [])
    #expect(Set(try certification.load([:]).revocations.map(\.certificate)) == Set(ids))
  }

  @Test func `a link in the place of the lock is not followed`() throws {
    let desk = try CertificationTests.Desk()
    let (elsewhere, policies) = ("\(desk.directory)/elsewhere", "\(desk.directory)/Policies")
    try FileManager.default.createSymbolicLink(atPath: "\(policies)/.lock", withDestinationPath: elsewhere)
    #expect(throws: InstallationProblem.self) { _ = try PolicyLock(policies) }
    #expect(!FileManager.default.fileExists(atPath: elsewhere))
  }

  @Test func `the lock is kept until it is given back, and the directory stays in order`() throws {
    let desk = try CertificationTests.Desk()
    let policies = desk.certification.policies
    let lock = try PolicyLock(policies)
    let other = open("\(policies)/.lock", O_RDONLY)
    defer { close(other) }
    #expect(flock(other, LOCK_EX | LOCK_NB) == -1 && errno == EWOULDBLOCK)
    _ = consume lock
    #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
    #expect(PolicyDirectory.load(path: policies).problems == [])
  }

  @Test func `a directory that cannot be locked is one line`() throws {
    func refusal(_ policies: String) -> InstallationProblem? {
      do throws(InstallationProblem) {
        _ = try PolicyLock(policies)
        return nil
      } catch {
        return error
      }
    }
    let desk = try CertificationTests.Desk()
    let gone = refusal("\(desk.directory)/none")
    #expect(gone?.kind == .unavailable && gone?.lines.count == 1)
    #expect(gone?.lines[0].hasSuffix("No such file or directory") == true)
    try FileManager.default.createDirectory(
      atPath: "\(desk.directory)/Policies/.lock", withIntermediateDirectories: true)
    #expect(refusal(desk.certification.policies)?.lines[0].contains(".lock: Is a directory") == true)
  }
}
