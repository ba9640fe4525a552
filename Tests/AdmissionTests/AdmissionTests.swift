// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Testing
import ToolgateTesting

@Suite struct AdmissionTests {
  static func ask(
    project: Int64 = 1, backend: String = "b", ofBackend: Int = 10, _ amount: Money = Money(pico: 5, .usd)
  ) -> Admission.Ask {
    Admission.Ask(
      project: ProjectID(row: project), backend: BackendID(backend)!, backendConcurrency: ofBackend, amount: amount)
  }

  @Test func aHoldIsGivenBackAtTheEndOfItsScope() throws {
    let admission = Admission(limits: .init(projectConcurrency: 2))
    do {
      let hold = try admission.admit(Self.ask())
      let amount = hold.amount
      #expect(amount == Money(pico: 5, .usd))
      #expect(admission.underWay.total == 1)
      #expect(admission.underWay.backends == [BackendID("b")!: 1])
      #expect(admission.held(by: ProjectID(row: 1)) == [amount])
      withExtendedLifetime(hold) {}
    }
    expectNothing(of: [1], admission)
  }

  @Test func aHoldIsGivenBackWhenItsCallThrows() throws {
    let admission = Admission(limits: .init(projectConcurrency: 2))
    func call() throws {
      let hold = try admission.admit(Self.ask())
      defer { withExtendedLifetime(hold) {} }
      throw GatewayError(.upstreamError, "It broke.")
    }
    #expect(throws: GatewayError.self) { try call() }
    expectNothing(of: [1], admission)
  }

  @Test func oneCallTooManyOfAProjectIsRefused() throws {
    let admission = Admission(limits: .init(projectConcurrency: 2))
    let first = KeptHold(try admission.admit(Self.ask()))
    let second = KeptHold(try admission.admit(Self.ask()))
    let error = try #require(refusal(of: Self.ask(), admission))
    #expect(error.code == .concurrencyExceeded)
    #expect(error.retryAfter == 1)
    #expect(error.message.contains("2 calls") && error.message.contains("2 are allowed"))
    let other = KeptHold(try admission.admit(Self.ask(project: 2)))
    #expect(admission.underWay.total == 3)
    withExtendedLifetime((first, second, other)) {}
  }

  @Test func oneCallTooManyOfABackendIsRefusedAndTakesNothing() throws {
    let admission = Admission(limits: .init(projectConcurrency: 9))
    let first = KeptHold(try admission.admit(Self.ask(ofBackend: 1)))
    let error = try #require(refusal(of: Self.ask(project: 2, ofBackend: 1), admission))
    #expect(error.code == .backendUnavailable)
    #expect(error.retryAfter == 1)
    #expect(error.message.contains("backend b"))
    #expect(admission.underWay.total == 1)
    #expect(admission.held(by: ProjectID(row: 2)).isEmpty)
    withExtendedLifetime(first) {}
  }

  @Test func newLimitsHoldForTheNextCall() throws {
    let admission = Admission(limits: .init(projectConcurrency: 2))
    var kept = [KeptHold(try admission.admit(Self.ask())), KeptHold(try admission.admit(Self.ask()))]
    admission.change(.init(projectConcurrency: 1))
    #expect(admission.underWay.total == 2)
    kept.removeLast()
    #expect(refusal(of: Self.ask(), admission)?.code == .concurrencyExceeded)
    kept.removeLast()
    #expect(refusal(of: Self.ask(), admission) == nil)
    admission.change(.init(projectConcurrency: 0))
    #expect(refusal(of: Self.ask(), admission)?.code == .concurrencyExceeded)
  }

  @Test func currenciesAreHeldApart() throws {
    let admission = Admission(limits: .init(projectConcurrency: 9))
    let eur = Currency("EUR")!
    let kept = try [Money(pico: 5, .usd), Money(pico: 7, eur), Money(pico: 6, .usd), .zero(eur)].map {
      KeptHold(try admission.admit(Self.ask($0)))
    }
    #expect(
      Set(admission.held(by: ProjectID(row: 1))) == [Money(pico: 11, .usd), Money(pico: 7, eur)])
    withExtendedLifetime(kept) {}
  }

  @Test func aFreeCallIsCountedAndHoldsNoMoney() throws {
    let admission = Admission(limits: .init(projectConcurrency: 1))
    let kept = KeptHold(try admission.admit(Self.ask(.zero(.usd))))
    #expect(admission.underWay.total == 1)
    #expect(admission.held(by: ProjectID(row: 1)).isEmpty)
    withExtendedLifetime(kept) {}
  }

  /// What would be refused, and nothing else: an admitted call ends at once.
  private func refusal(of ask: Admission.Ask, _ admission: Admission) -> GatewayError? {
    do throws(GatewayError) {
      _ = try admission.admit(ask)
      return nil
    } catch {
      return error
    }
  }
}

/// A hold that can stand in an array.
final class KeptHold: Sendable {
  let hold: Hold

  init(_ hold: consuming Hold) {
    self.hold = hold
  }
}

func expectNothing(of projects: [Int64], _ admission: Admission, _ place: SourceLocation = #_sourceLocation) {
  #expect(admission.underWay.total == 0, sourceLocation: place)
  #expect(admission.underWay.backends.isEmpty, sourceLocation: place)
  for project in projects { #expect(admission.held(by: ProjectID(row: project)).isEmpty, sourceLocation: place) }
}
