import Testing

@testable import Store

/// Attributes are read in a short way where nothing in them is escaped, and by the decoder otherwise: both the same.
@Suite struct StoredTextTests {
    @Test(
        arguments: [
            [:], ["city": "Bern"], ["city": "Bern", "plan": "yearly", "since": "2019"], ["": ""], ["city": ""],
            ["quote": "say \"yes\""], ["path": "C:\\temp"], ["json": "{\"a\":\"b\"}"], ["list": "a,b:c,{d}"],
            ["colon": ":", "comma": ","], ["line": "one\ntwo\ttab"], ["name": "Göteborg 東京 😀"], ["null": "\u{0}"],
        ] as [[String: String]])
    func attributesComeBackAsTheyWere(_ attributes: [String: String]) throws {
        #expect(try Attributes.read(try Attributes.json(attributes), subscriber: 1) == attributes)
    }

    @Test(arguments: [
        (#"{ "city" : "Bern" }"#, ["city": "Bern"]), (#"{"a":"1", "b":"2"}"#, ["a": "1", "b": "2"]),
        (#"{"a":"\u0041"}"#, ["a": "A"]),
    ])
    func whatAnotherProgramWroteIsReadToo(_ json: String, _ attributes: [String: String]) throws {
        #expect(try Attributes.read(json, subscriber: 1) == attributes)
    }

    @Test(arguments: [
        "", "{", "}", "[]", "null", #"{"a":1}"#, #"{"a":null}"#, #"{"a":["b"]}"#, #"{"a":{"b":"c"}}"#, #"{"a"}"#,
        #"{"a":"b""c":"d"}"#, #"{,"a":"b"}"#, #"{"a","b"}"#, #"{"a":"b":"c":"d"}"#, #"{"a":"b"x}"#, #"{x"a":"b"}"#,
    ])
    func whatIsNoObjectOfTextsIsAnErrorThatNamesTheRow(_ json: String) {
        let error = #expect(throws: StoreError.self) { try Attributes.read(json, subscriber: 7) }
        #expect(error == .unreadableRow(table: "subscribers", id: 7, why: "its attributes are no object of texts"))
    }
}
