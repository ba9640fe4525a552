// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing
import ToolgateTesting

/// What is not known is never counted as well.
@Suite struct `An unknown answer` {
  struct Question: Sendable, CustomTestStringConvertible {
    let name: String
    /// The best verdict that is left without an answer.
    let limit: Openness
    let forget: @Sendable (inout Certificate) -> Void
    var testDescription: String { name }

    init(_ name: String, limit: Openness = .unknown, _ forget: @escaping @Sendable (inout Certificate) -> Void) {
      (self.name, self.limit, self.forget) = (name, limit, forget)
    }
  }

  static let questions: [Question] =
    CodeComponent.allCases.map { component in
      Question("code.\(component.rawValue)") { $0.code[component]?.present = Answer() }
    }
    + CodeComponent.allCases.map { component in
      Question("code.\(component.rawValue), not even asked") { $0.code[component] = nil }
    }
    + CodeComponent.allCases.map { component in
      Question("the quote for code.\(component.rawValue)", limit: .likelyMeets) {
        $0.code[component]?.present.evidence = nil
      }
    } + [
      Question("weights.license") { $0.weights = .released(license: nil, text: nil) },
      Question("weights.explicit_release") { $0.explicitRelease = Answer() },
      Question("code.license") { certificate in
        certificate.codeLicense = nil
        for component in CodeComponent.allCases { certificate.code[component]?.license = nil }
      },
      Question("code.hyperparameters") { $0.hyperparameters = Answer() },
      Question("data.tier") { $0.data.tier = nil },
      Question("data.stages", limit: .likelyMeets) { $0.data.stages = Answer() },
      Question("data.inventory") { $0.data.inventory = [] },
      Question("the class of the data") { $0.data.inventory[0].kind = nil },
      Question("the place of the data", limit: .likelyMeets) { $0.data.inventory[0].url = nil },
      Question("the stage of the data", limit: .likelyMeets) { $0.data.inventory[0].stage = nil },
      Question("data.processing") { $0.data.processing = Answer() },
      Question("data.labelling") { $0.data.labelling = Answer() },
      Question("data.complete") { $0.data.complete = Answer() },
      Question("data.information_license") { $0.data.informationLicense = nil },
      Question("revision", limit: .likelyMeets) { $0.revision = .unverifiedRemote },
      Question("the hashes of the weights", limit: .likelyMeets) { $0.files = [] },
      Question("the judgement of extra terms") { $0.extraTerms = [Sample.terms(nil)] },
    ]

  @Test(arguments: questions)
  func `alone keeps a model from meeting the definition`(question: Question) {
    let assessment = Sample.assess(Sample.certificate("a/m", question.forget))
    #expect(assessment.verdict == question.limit)
    #expect((assessment.tier ?? .t5) >= (question.limit == .unknown ? .t3 : .t2))
  }

  /// Only a bad answer is worse than none: taking it back leads to `unknown` and no further.
  @Test(arguments: questions)
  func `never makes a verdict, a tier or a freedom better`(question: Question) {
    var random = SeededGenerator(seed: 20_261_128)
    var seen: Set<Openness> = []
    for number in 0..<400 {
      let certificate = Sample.random("a/m\(number)", using: &random)
      guard certificate.isReleased else { continue }
      // Without the stages nothing shows that one lacks data, and the word stands that all data are named.
      if question.name == "data.stages", !certificate.data.uncoveredStages.isEmpty { continue }
      var forgetful = certificate
      question.forget(&forgetful)
      let (before, after) = (Sample.assess(certificate), Sample.assess(forgetful))
      seen.insert(before.verdict)
      #expect(after.verdict <= max(before.verdict, .unknown), "\(certificate)")
      #expect(after.tier.rank >= before.tier.rank, "\(certificate)")
      // Without a data tier the questions are asked that an undisclosed one answers; nothing else gets shorter.
      if certificate.data.tier != .d0 { #expect(after.verdict <= question.limit, "\(certificate)") }
    }
    #expect(seen == Set(Openness.allCases))
  }

  @Test func `of what is only for information changes nothing`() {
    let certificate = Sample.certificate {
      $0.intermediateCheckpoints = Answer()
      $0.data.license = nil
      $0.data.description = nil
      $0.languages = []
      $0.parameters = nil
    }
    #expect(Sample.assess(certificate).verdict == .meets)
  }
}
