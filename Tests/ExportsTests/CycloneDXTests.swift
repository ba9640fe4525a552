// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import Policy
import Testing

@Suite struct CycloneDXExports {
  @Test func `the same models and instant give the same bytes`() {
    let sample = Sample(Sample.certificate("a/m"), Sample.certificate("b/n"))
    #expect(sample.text(.cyclonedx) == sample.text(.cyclonedx))
  }
}
