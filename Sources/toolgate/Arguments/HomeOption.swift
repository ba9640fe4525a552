// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Serving

struct HomeOption: ParsableArguments {
  @Option(name: .long, help: "The installation's directory; also TOOLGATE_HOME.")
  var home: String?

  var value: Home {
    let path = home ?? ProcessInfo.processInfo.environment["TOOLGATE_HOME"] ?? "./toolgate-home"
    return Home(directory: URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}
