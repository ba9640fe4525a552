// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A listener could not be opened.
package struct ListenProblem: Error {
  /// Of the configuration: `listen.data` or `listen.console`.
  package let key: String
  package let address: ListenAddress
  /// What the network library said.
  package let cause: any Error

  package init(key: String, address: ListenAddress, cause: any Error) {
    (self.key, self.address, self.cause) = (key, address, cause)
  }
}
