// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Wire

@Suite struct RequestFactsTests {
  private static let message = #""messages":[{"role":"user","content":"hi"}]"#

  private func chat(_ members: String) -> String { #"{"model":"m",\#(members)}"# }

  @Test func plainChatHasItsDefaults() throws {
    let body = chat(Self.message)
    let found = try facts(body)
    #expect(found.operation == .chat)
    #expect(found.model == "m")
    #expect(!found.isStream && !found.asksForUsage && !found.wantsBase64)
    #expect(found.outputCap == nil)
    #expect(found.choices == 1)
    #expect(found.imageParts == 0 && found.otherMediaParts == 0)
  }

  @Test func everythingThatIsAskedIsRead() throws {
    let found = try facts(
      #"{"mo\u0064el":"o\/r\u0067:x","stream":true,"stream_options":{"include_usage":true},"n":3,"#
        + #""max_completion_tokens":77,"max_tokens":77,"temperature":0.5,"top_p":1,"messages":["#
        + #"{"role":"developer","content":"d"},{"role":"system","content":[{"type":"text","text":"s"}]},"#
        + #"{"role":"assistant","content":null,"tool_calls":[{}]},{"role":"assistant","tool_calls":[{}]},"#
        + #"{"role":"tool","content":"t"},{"role":"function","content":null,"name":"f"},"#
        + #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}},"#
        + #"{"type":"image_url","image_url":{"url":"DA\u0074a:image\/png;base64,AA"}},"#
        + #"{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}},"#
        + #"{"type":"file","file":{"file_data":"data:application/pdf;base64,AA"}}]}]}"#)
    #expect(found.model == "o/rg:x")
    #expect(found.isStream && found.asksForUsage)
    #expect(found.choices == 3)
    #expect(found.outputCap == 77)
    #expect(found.imageParts == 2)
    #expect(found.otherMediaParts == 2)
  }

  @Test func nullMeansAbsent() throws {
    let found = try facts(
      chat(
        #""stream":null,"stream_options":null,"n":null,"max_tokens":null,"max_completion_tokens":9,"store":null,"#
          + #""service_tier":null,"web_search_options":null,"temperature":null,\#(Self.message)"#))
    #expect(!found.isStream)
    #expect(found.outputCap == 9)
  }

  @Test(
    "refuses what is not a chat request, naming the member",
    arguments: [
      ("[]", nil), ("\"x\"", nil), (#"{"messages":[{"role":"user","content":"x"}]}"#, "model"),
      (#"{"model":"","messages":[]}"#, "model"), (#"{"model":7}"#, "model"), (#"{"model":null}"#, "model"),
      (#"{"model":"m"}"#, "messages"), (#"{"model":"m","messages":[]}"#, "messages"),
      (#"{"model":"m","messages":{}}"#, "messages"), (#"{"model":"m","messages":[1]}"#, "messages"),
      (#"{"model":"m","messages":["x"]}"#, "messages[0]"),
      (#"{"model":"m","messages":[{"content":"x"}]}"#, "messages[0].role"),
      (#"{"model":"m","messages":[{"role":"root","content":"x"}]}"#, "messages[0].role"),
      (#"{"model":"m","messages":[{"role":"user","content":"x"},{"role":"user"}]}"#, "messages[1].content"),
      (#"{"model":"m","messages":[{"role":"user","content":null,"tool_calls":[]}]}"#, "messages[0].content"),
      (#"{"model":"m","messages":[{"role":"assistant","content":null}]}"#, "messages[0].content"),
      (#"{"model":"m","messages":[{"role":"user","content":5}]}"#, "messages[0].content"),
      (#"{"model":"m","messages":[{"role":"user","content":[]}]}"#, "messages[0].content"),
      (#"{"model":"m","messages":[{"role":"user","content":[1]}]}"#, "messages[0].content"),
      (#"{"model":"m","messages":[{"role":"user","content":["x"]}]}"#, "messages[0].content[0]"),
      (#"{"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]}"#, "messages[0].content[0]"),
      (#"{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"#, "messages[0].content[0].text"),
      (
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"video_url","video_url":{"url":"http://x"}}]}]}"#,
        "messages[0].content[0].type"
      ),
      (
        #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":"http://x"}]}]}"#,
        "messages[0].content[0].image_url"
      ),
    ] as [(String, String?)])
  func refusesForm(body: String, param: String?) throws {
    let error = try #require(refusal(body))
    #expect(error.code == .invalidRequest)
    #expect(error.param == param)
  }

  @Test(
    "refuses members out of range",
    arguments: [
      (#""stream":1"#, "stream"), (#""stream":"true""#, "stream"), (#""stream_options":[]"#, "stream_options"),
      (#""stream_options":{"include_usage":1}"#, "stream_options.include_usage"), (#""n":0"#, "n"), (#""n":129"#, "n"),
      (#""n":1.5"#, "n"), (#""n":"2""#, "n"), (#""max_tokens":0"#, "max_tokens"), (#""max_tokens":-1"#, "max_tokens"),
      (#""max_tokens":1e2"#, "max_tokens"), (#""max_completion_tokens":0"#, "max_completion_tokens"),
      (#""max_tokens":9223372036854775808"#, "max_tokens"),
      (#""max_tokens":5,"max_completion_tokens":6"#, "max_tokens"),
      (#""temperature":2.1"#, "temperature"), (#""temperature":"1""#, "temperature"), (#""top_p":-0.1"#, "top_p"),
      (#""presence_penalty":3"#, "presence_penalty"), (#""frequency_penalty":-2.5"#, "frequency_penalty"),
      (#""top_logprobs":21"#, "top_logprobs"), (#""temperature":1e999"#, "temperature"),
    ])
  func refusesRange(member: String, param: String) throws {
    let error = try #require(refusal(chat("\(member),\(Self.message)")))
    #expect(error.code == .invalidRequest)
    #expect(error.param == param)
    _ = try facts(chat(Self.message))
  }

  @Test(
    "refuses what a stateless gateway cannot do",
    arguments: [
      (#""store":true"#, "store"), (#""background":true"#, "background"),
      (#""web_search_options":{}"#, "web_search_options"),
    ])
  func refusesUnsupported(member: String, param: String) throws {
    let error = try #require(refusal(chat("\(member),\(Self.message)")))
    #expect(error.code == .unsupportedParameter)
    #expect(error.param == param)
    _ = try facts(chat(#""store":false,"background":false,"service_tier":"default",\#(Self.message)"#))
  }

  @Test(
    "reads the service tier",
    arguments: [
      ("", ServiceTier.standard), (#""service_tier":null,"#, .standard), (#""service_tier":"auto","#, .standard),
      (#""service_tier":"default","#, .standard), (#""service_tier":"standard","#, .standard),
      (#""service_tier":"flex","#, .flex), (#""service_tier":"priority","#, .priority),
      (#""service_tier":"fl\u0065x","#, .flex), (#""service_\u0074ier":"flex","#, .flex),
    ])
  func tier(member: String, tier: ServiceTier) throws {
    #expect(try facts(chat("\(member)\(Self.message)")).tier == tier)
    #expect(try facts(#"{"model":"e",\#(member)"input":"x"}"#, .embeddings).tier == tier)
  }

  /// A provider may take words that are not known here, and each has its price.
  @Test(
    "refuses a service tier that has no price",
    arguments: [
      #""scale""#, #""fast""#, #""batch""#, #""Flex""#, #""flex ""#, #""""#, "1", "true", "{}", #"["flex"]"#,
    ])
  func refusesTier(value: String) throws {
    for (body, operation) in [
      (chat(#""service_tier":\#(value),\#(Self.message)"#), Operation.chat),
      (#"{"model":"e","service_tier":\#(value),"input":"x"}"#, .embeddings),
    ] {
      let error = try #require(refusal(body, operation))
      #expect(error.code == .unsupportedParameter && error.code.status == 400)
      #expect(error.param == "service_tier")
    }
  }

  @Test(
    "images are never fetched",
    arguments: [
      "http://x/y.png", "https://x", "file:///etc/passwd", "//x", "", "d\\u0061ta", " data:image/png,", "ftp://x",
      "http://x/data:image",
    ])
  func refusesRemoteImages(url: String) throws {
    let error = try #require(
      refusal(
        chat(
          #""messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},"#
            + #"{"type":"image_url","image_url":{"url":"\#(url)"}}]}]"#)))
    #expect(error.code == .invalidRequest)
    #expect(error.param == "messages[1].content[1].image_url.url")
  }

  @Test func filesOfTheSharedAccountCannotBeNamed() throws {
    let error = try #require(
      refusal(
        chat(#""messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-abc"}}]}]"#)))
    #expect(error.code == .unsupportedParameter)
    #expect(error.param == "messages[0].content[0].file.file_id")
  }

  @Test func refusalsNeverQuoteTheRequest() throws {
    for body in [
      #"{"model":"m","messages":[{"role":"geheim","content":"geheim"}]}"#,
      #"{"model":"m","messages":[{"role":"user","content":[{"type":"geheim"}]}]}"#,
      #"{"model":"m","service_tier":"geheim","messages":[{"role":"user","content":"geheim"}]}"#,
    ] {
      let error = try #require(refusal(body))
      #expect(!"\(error)".contains("geheim"))
    }
  }
}

@Suite struct EmbeddingsRequestTests {
  @Test(
    "takes each form of input",
    arguments: [
      #""text""#, #"["a","b"]"#, "[1,2,3]", "[[1,2],[3]]", #"["a"]"#, "[0]",
    ])
  func takes(input: String) throws {
    let found = try facts(#"{"model":"e","input":\#(input)}"#, .embeddings)
    #expect(found.operation == .embeddings)
    #expect(found.outputCap == nil && found.choices == 1 && !found.isStream && !found.wantsBase64)
  }

  @Test(
    "refuses other forms",
    arguments: [
      (#""input":"""#, "input"), (#""input":[]"#, "input"), (#""input":[""]"#, "input[0]"),
      (#""input":["a",""]"#, "input[1]"), (#""input":[[]]"#, "input[0]"), (#""input":[1.5]"#, "input"),
      (#""input":[-1]"#, "input"), (#""input":[[1],[2.5]]"#, "input[1]"), (#""input":[1,"a"]"#, "input"),
      (#""input":["a",[1]]"#, "input"), (#""input":{}"#, "input"), (#""input":null"#, "input"), (#""x":1"#, "input"),
      (#""input":"a","encoding_format":"int8""#, "encoding_format"), (#""input":"a","dimensions":0"#, "dimensions"),
    ])
  func refuses(members: String, param: String) throws {
    let error = try #require(refusal(#"{"model":"e",\#(members)}"#, .embeddings))
    #expect(error.code == .invalidRequest)
    #expect(error.param == param)
  }

  @Test func base64IsSeen() throws {
    #expect(try facts(#"{"model":"e","input":"a","encoding_format":"base64"}"#, .embeddings).wantsBase64)
    #expect(try !facts(#"{"model":"e","input":"a","encoding_format":"float"}"#, .embeddings).wantsBase64)
    #expect(try !facts(#"{"model":"e","input":"a","encoding_format":null}"#, .embeddings).wantsBase64)
  }

  @Test func upTo2048TextsAndAnyNumberOfTokens() throws {
    func texts(_ count: Int) -> String {
      #"{"model":"e","input":[\#(Array(repeating: #""a""#, count: count).joined(separator: ","))]}"#
    }
    _ = try facts(texts(2048), .embeddings)
    #expect(refusal(texts(2049), .embeddings)?.param == "input")
    let tokens = Array(repeating: "7", count: 300_000).joined(separator: ",")
    _ = try facts(#"{"model":"e","input":[\#(tokens)]}"#, .embeddings)
  }
}
