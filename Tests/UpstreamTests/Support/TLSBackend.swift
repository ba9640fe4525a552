// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// nginx with a certificate for 127.0.0.1 of an authority that was made for this test.
final class TLSBackend: Sendable {
  static var isInstalled: Bool { access("/usr/sbin/nginx", X_OK) == 0 }

  var port: Int { reserved.number }
  private let reserved = ReservedPort()
  private let folder = TemporaryFolder()

  var url: String { "https://127.0.0.1:\(port)/v1" }
  var caFile: String { "\(folder.path)/ca.pem" }
  /// The header in which the server behind nginx is told the protocol and the connection's number of a request. An
  /// access log would not do: nginx writes it after the answer, so a test could read it too early.
  static let seenAs = "x-seen-as"

  struct Unstartable: Error { let what: String }

  init(upstreamPort: Int) throws {
    try TestAuthority.make(in: folder)
    folder.write(
      """
      pid nginx.pid; error_log error.log; worker_processes 1;
      events { worker_connections 512; }
      http {
        access_log off;
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        # Of a size that needs no file, which nginx's worker may not write here when it has another user.
        client_body_buffer_size 1m;
        server {
          listen 127.0.0.1:\(reserved.number) ssl http2; listen 127.0.0.2:\(reserved.number) ssl http2;
          ssl_certificate server.pem; ssl_certificate_key server.key;
          location / { proxy_pass http://127.0.0.1:\(upstreamPort); proxy_http_version 1.1; proxy_buffering off;
            proxy_set_header \(Self.seenAs) "$server_protocol $connection"; }
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
