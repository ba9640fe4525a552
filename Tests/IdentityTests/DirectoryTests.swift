// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Testing
import ToolgateTesting

@Suite struct DirectoryTests {
  static let now = Instant(seconds: 1_795_000_000)
  static let hasher = TokenHasher(key: Secret([UInt8](repeating: 9, count: 32)))
  static let project = Directory.Project(id: ProjectID(row: 3), name: ProjectName("wikisum")!, isDisabled: false)
  static let disabled = Directory.Project(id: ProjectID(row: 4), name: ProjectName("asleep")!, isDisabled: true)

  let text = TokenTextTests.minted(5)

  func directory(
    hashOf hashed: String? = nil, owner: Directory.Owner = .project(project), scopes: Set<Scope>? = nil,
    expires: Instant? = nil, revoked: Instant? = nil
  ) -> Directory {
    let hash = Self.hasher.hash(TokenText(hashed ?? text)!)
    let token = Directory.Token(
      row: TokenRow(row: 7), hash: hash, owner: owner, scopes: scopes, expires: expires, revoked: revoked)
    return Directory(tokens: [TokenText(text)!.id: token], hasher: Self.hasher)
  }

  func refusal(_ directory: Directory, _ presented: String? = nil) -> GatewayError? {
    do throws(GatewayError) {
      _ = try directory.identify(presented ?? text, at: Self.now)
      return nil
    } catch {
      return error
    }
  }

  @Test func aTokenInForceNamesItsCaller() throws {
    let caller = try directory().identify(text, at: Self.now)
    #expect(caller.id == TokenText(text)?.id)
    #expect(caller.token == TokenRow(row: 7))
    #expect(caller.project.id == ProjectID(row: 3))
    #expect(caller.project.name.text == "wikisum")
  }

  @Test(arguments: StaffRole.allCases)
  func aTokenOfStaffNamesItsRoleAndCallsNothing(role: StaffRole) throws {
    let directory = directory(owner: .staff(role))
    #expect(try directory.identifyStaff(text, at: Self.now).role == role)
    #expect(refusal(directory)?.code == .scopeDenied)
  }

  @Test func aProjectsTokenOpensNothingOfStaff() {
    #expect(throws: GatewayError.self) { try directory().identifyStaff(text, at: Self.now) }
    #expect(throws: GatewayError.self) {
      try directory(owner: .staff(.admin), revoked: Self.now).identifyStaff(text, at: Self.now)
    }
  }

  @Test func anUnknownTokenAndAWrongSecretLookTheSame() throws {
    let unknown = try #require(refusal(Directory(tokens: [:], hasher: Self.hasher)))
    let wrong = try #require(refusal(directory(hashOf: TokenTextTests.minted(6))))
    #expect(unknown.code == .invalidAPIKey)
    #expect(unknown == wrong)
  }

  @Test func aHashOfZerosOpensNothing() throws {
    let token = Directory.Token(
      row: TokenRow(row: 1), hash: try #require(TokenHash(bytes: [UInt8](repeating: 0, count: 32))),
      owner: .project(Self.project), scopes: nil, expires: nil, revoked: nil)
    let directory = Directory(tokens: [try #require(TokenText(text)).id: token], hasher: Self.hasher)
    #expect(refusal(directory)?.code == .invalidAPIKey)
  }

  @Test func aMistypedTokenIsToldFromAnUnknownOne() {
    #expect(refusal(directory(), String(text.dropLast()))?.message.contains("mistyped") == true)
    #expect(refusal(directory(), "")?.code == .invalidAPIKey)
    #expect(refusal(directory(), "sk-1234567890")?.code == .invalidAPIKey)
  }

  @Test func aTokenEndsAtTheInstantOfItsRevocation() {
    #expect(refusal(directory(revoked: Self.now))?.code == .revokedAPIKey)
    #expect(refusal(directory(revoked: Self.now + .seconds(-1)))?.code == .revokedAPIKey)
    #expect(refusal(directory(revoked: Self.now + .microseconds(1))) == nil, "an overlap is still in force")
  }

  @Test func aTokenEndsAtTheInstantOfItsExpiry() {
    #expect(refusal(directory(expires: Self.now))?.code == .expiredAPIKey)
    #expect(refusal(directory(expires: Self.now))?.message.contains(Self.now.rfc3339(fraction: false)) == true)
    #expect(refusal(directory(expires: Self.now + .microseconds(1))) == nil)
  }

  @Test func revocationIsNamedBeforeExpiry() {
    #expect(refusal(directory(expires: Self.now, revoked: Self.now))?.code == .revokedAPIKey)
  }

  @Test func aTokenOfStaffOpensNoModel() {
    #expect(refusal(directory(owner: .staff(.admin)))?.code == .scopeDenied)
  }

  @Test func aDisabledProjectIsRefusedByName() {
    let error = refusal(directory(owner: .project(Self.disabled)))
    #expect(error?.code == .projectDisabled)
    #expect(error?.message.contains("asleep") == true)
  }

  @Test func aWrongSecretLearnsNothingOfTheTokensState() {
    let other = TokenTextTests.minted(6)
    for directory in [
      directory(hashOf: other, revoked: Self.now), directory(hashOf: other, expires: Self.now),
      directory(hashOf: other, owner: .staff(.admin)), directory(hashOf: other, owner: .project(Self.disabled)),
    ] {
      #expect(refusal(directory)?.code == .invalidAPIKey)
    }
  }

  @Test(
    arguments: [
      (nil, Scope.allCases), ([.chat], [.chat]), ([.chat, .read], [.chat, .read]), ([], []),
    ] as [(Set<Scope>?, [Scope])])
  func aCallerMayDoWhatItsScopesSay(scopes: Set<Scope>?, allowed: [Scope]) throws {
    let caller = try directory(scopes: scopes).identify(text, at: Self.now)
    for scope in Scope.allCases {
      if allowed.contains(scope) {
        #expect(throws: Never.self) { try caller.require(scope) }
      } else {
        let error = #expect(throws: GatewayError.self) { try caller.require(scope) }
        #expect(error?.code == .scopeDenied)
        #expect(error?.message.contains("needs the scope \(scope.rawValue)") == true)
      }
    }
  }

  @Test func noRefusalRepeatsTheSecret() {
    let secret = text.dropFirst(14)
    let all: [GatewayError?] = [
      refusal(directory(revoked: Self.now)), refusal(directory(expires: Self.now)),
      refusal(directory(owner: .staff(.admin))),
      refusal(directory(owner: .project(Self.disabled))), refusal(Directory(tokens: [:], hasher: Self.hasher)),
      refusal(directory(), text + "x"),
    ]
    for error in all {
      #expect(error != nil)
      #expect(error.map { "\($0)" }?.contains(secret.prefix(8)) == false)
    }
  }
}
