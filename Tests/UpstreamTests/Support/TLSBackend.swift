// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// nginx with a certificate for 127.0.0.1 of an authority that was made for this test.
final class TLSBackend: Sendable {
  static var isInstalled: Bool { access("/usr/sbin/nginx", X_OK) == 0 }

  let port: Int
  private let folder = TemporaryFolder()

  var url: String { "https://127.0.0.1:\(port)/v1" }
  var caFile: String { "\(folder.path)/ca.pem" }
  /// One line for each request: protocol and the connection's number.
  var log: String { folder.read("access.log") }

  struct Unstartable: Error { let what: String }

  init(upstreamPort: Int) throws {
    // A port that was free a moment ago.
    let probe = RawServer { _, _ in }
    port = probe.port
    probe.stop()
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    let isSigned = shell(
      """
      cd '\(folder.path)' && exec >openssl.log 2>&1 &&
      openssl req -x509 \(key) -subj /CN=test-authority -keyout ca.key -out ca.pem &&
      openssl req -new \(key) -subj /CN=test-backend -keyout server.key -out server.csr &&
      echo subjectAltName=IP:127.0.0.1 >names.txt &&
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names.txt -out server.pem
      """)
    guard isSigned else { throw Unstartable(what: "openssl: " + folder.read("openssl.log")) }
    folder.write(
      """
      pid nginx.pid; error_log error.log; worker_processes 1;
      events { worker_connections 512; }
      http {
        log_format protocol '$server_protocol $connection'; access_log access.log protocol;
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:\(port) ssl http2; listen 127.0.0.2:\(port) ssl http2;
          ssl_certificate server.pem; ssl_certificate_key server.key;
          location / { proxy_pass http://127.0.0.1:\(upstreamPort); proxy_http_version 1.1; proxy_buffering off; }
        }
      }
      """, to: "nginx.conf")
    // It returns once its sockets listen.
    guard shell("/usr/sbin/nginx -p '\(folder.path)' -c nginx.conf -e error.log") else {
      throw Unstartable(what: "nginx: " + folder.read("error.log"))
    }
  }

  func stop() {
    shell("kill $(cat '\(folder.path)/nginx.pid')")
  }
}
