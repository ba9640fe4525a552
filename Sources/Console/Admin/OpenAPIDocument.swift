// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Wire

/// The admin API described in OpenAPI 3.1 (<https://spec.openapis.org/oas/v3.1.0>), made from the list of routes.
enum OpenAPIDocument {
  static func render(_ routes: [AdminRoute]) -> [UInt8] {
    var json = JSONWriter(capacity: 16 << 10)
    json.object { json in
      json.member("openapi", "3.1.0")
      json.key("info")
      json.object { json in
        json.member("title", "Toolgate administration")
        json.member("version", "1")
        json.member(
          "description",
          "Every route needs a token of staff in one of the roles of x-roles. Answers are {NAME: …, \"messages\": "
            + "{\"info\", \"warning\", \"error\"}}, errors are {\"error\": [\"text\"]}.")
      }
      json.key("servers")
      json.array { json in json.object { $0.member("url", "/admin/v1") } }
      json.key("security")
      json.array { json in
        json.object { json in
          json.key("staffToken")
          json.array { _ in }
        }
      }
      json.key("paths")
      json.object { json in
        var paths: [String] = []
        for route in routes where !paths.contains(route.path) { paths.append(route.path) }
        for path in paths {
          json.key(path)
          json.object { json in for route in routes where route.path == path { operation(route, &json) } }
        }
      }
      json.key("components")
      json.object { json in
        json.key("securitySchemes")
        json.object { json in
          json.key("staffToken")
          json.object { json in
            json.member("type", "http")
            json.member("scheme", "bearer")
          }
        }
        json.key("schemas")
        schemas(&json)
      }
    }
    return json.bytes
  }

  private static func operation(_ route: AdminRoute, _ json: inout JSONWriter) {
    json.key(route.method.rawValue.lowercased())
    json.object { json in
      json.member("operationId", operationID(route))
      json.member("summary", route.summary)
      json.key("x-roles")
      json.array { json in for role in route.roles.map(\.rawValue).sorted() { json.value(role) } }
      json.key("parameters")
      json.array { json in
        for name in route.parameters { parameter(name, "path", true, AdminField(name, .text, "From the path."), &json) }
        for field in route.query { parameter(field.name, "query", field.isRequired, field, &json) }
      }
      if !route.body.isEmpty {
        json.key("requestBody")
        json.object { json in
          json.member("required", true)
          content(&json) { json in body(route, &json) }
        }
      }
      json.key("responses")
      json.object { json in
        response("200", "Done, or what was asked for.", "Envelope", &json)
        for (status, text) in [
          ("400", "The request is not what the route takes."), ("401", "No token, or none that is in force."),
          ("403", "The token's role may not do this."), ("404", "It is not there."),
          ("409", "It is there already, or decided already."), ("413", "The body is larger than 64 KiB."),
          ("500", "The gateway could not do this; its log says more."), ("503", "The gateway is stopping."),
        ] { response(status, text, "Error", &json) }
      }
    }
  }

  private static func operationID(_ route: AdminRoute) -> String {
    let words = route.path.split(whereSeparator: { "/{}-".contains($0) })
    return ([route.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
  }

  private static func parameter(
    _ name: String, _ place: String, _ isRequired: Bool, _ field: AdminField, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.member("name", name)
      json.member("in", place)
      json.member("required", isRequired)
      json.member("description", field.explanation)
      json.key("schema")
      schema(field.kind, &json)
    }
  }

  private static func body(_ route: AdminRoute, _ json: inout JSONWriter) {
    json.object { json in
      json.member("type", "object")
      json.member("additionalProperties", false)
      json.key("required")
      json.array { json in for field in route.body where field.isRequired { json.value(field.name) } }
      json.key("properties")
      json.object { json in
        for field in route.body {
          json.key(field.name)
          schema(field.kind, &json, description: field.explanation)
        }
      }
    }
  }

  private static func content(_ json: inout JSONWriter, _ schema: (inout JSONWriter) -> Void) {
    json.key("content")
    json.object { json in
      json.key("application/json")
      json.object { json in
        json.key("schema")
        schema(&json)
      }
    }
  }

  private static func response(_ status: String, _ text: String, _ schema: String, _ json: inout JSONWriter) {
    json.key(status)
    json.object { json in
      json.member("description", text)
      content(&json) { json in json.object { $0.member("$ref", "#/components/schemas/\(schema)") } }
    }
  }

  private static func schema(_ kind: AdminField.Kind, _ json: inout JSONWriter, description: String? = nil) {
    json.object { json in
      if let description { json.member("description", description) }
      switch kind {
      case .text, .reason, .period: json.member("type", "string")
      case .number: json.member("type", "integer")
      case .flag: json.member("type", "boolean")
      case .task:
        json.member("type", "string")
        json.member("pattern", "^T[0-9]{1,11}$")
      case .projectName:
        json.member("type", "string")
        json.member("pattern", "^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$")
      case .projectKind: words(["toolforge", "cloudvps"], &json)
      case .oneOf(let list): words(list, &json)
      case .limits: json.member("$ref", "#/components/schemas/Limits")
      case .scope: json.member("$ref", "#/components/schemas/Scope")
      }
    }
  }

  private static func words(_ list: [String], _ json: inout JSONWriter) {
    json.member("type", "string")
    json.key("enum")
    json.array { json in for word in list { json.value(word) } }
  }

  private static func schemas(_ json: inout JSONWriter) {
    json.object { json in
      json.key("Limits")
      json.object { json in
        json.member("type", "object")
        json.member("additionalProperties", false)
        json.member("minProperties", 1)
        json.key("properties")
        json.object { json in for name in LimitName.allCases { limit(name, &json) } }
      }
      json.key("Scope")
      json.object { json in
        json.member("type", "object")
        json.member("minProperties", 1)
        json.member("maxProperties", 1)
        json.member("additionalProperties", false)
        json.key("properties")
        json.object { json in
          json.key("global")
          json.object { $0.member("const", true) }
          for name in ["backend", "model", "project", "token"] {
            json.key(name)
            json.object { $0.member("type", "string") }
          }
        }
      }
      json.key("Envelope")
      json.object { json in
        json.member("type", "object")
        json.key("required")
        json.array { $0.value("messages") }
      }
      json.key("Error")
      json.object { json in
        json.member("type", "object")
        json.key("required")
        json.array { $0.value("error") }
      }
    }
  }

  private static func limit(_ name: LimitName, _ json: inout JSONWriter) {
    json.key(name.rawValue)
    json.object { json in
      json.key("type")
      switch name.form {
      case .count(let range):
        json.array { json in
          json.value("integer")
          json.value("null")
        }
        json.member("minimum", range.lowerBound)
        json.member("maximum", range.upperBound)
      case .money:
        json.array { json in
          json.value("string")
          json.value("null")
        }
        json.member("description", "An amount and a currency, such as 25.00 USD.")
      case .backends:
        json.array { json in
          json.value("array")
          json.value("null")
        }
        json.key("items")
        json.object { $0.member("type", "string") }
      }
    }
  }
}
