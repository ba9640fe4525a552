// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A certificate for 127.0.0.1 and the authority that signed it, made by the openssl command line.
struct TestAuthority {
  struct Failure: Error { let log: String }

  /// Leaves `ca.pem`, `server.pem` and `server.key` in the folder.
  static func make(in folder: TemporaryFolder) throws {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    let isSigned = shell(
      """
      cd '\(folder.path)' && exec >openssl.log 2>&1 &&
      openssl req -x509 \(key) -subj /CN=test-authority -keyout ca.key -out ca.pem &&
      openssl req -new \(key) -subj /CN=test-backend -keyout server.key -out server.csr &&
      echo subjectAltName=IP:127.0.0.1 >names.txt &&
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names.txt \
      -out server.pem
      """)
    if !isSigned { throw Failure(log: folder.read("openssl.log")) }
  }
}
