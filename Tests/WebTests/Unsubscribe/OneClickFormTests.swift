import Testing

@testable import Web

@Suite("The body of a one-click request")
struct OneClickFormTests {
    static let urlencoded = "application/x-www-form-urlencoded"
    static let multipart = "multipart/form-data; boundary=b1"

    private static func part(_ value: String, name: String = "name=\"List-Unsubscribe\"", boundary: String = "b1")
        -> String
    {
        "--\(boundary)\r\nContent-Disposition: form-data; \(name)\r\n\r\n\(value)\r\n--\(boundary)--\r\n"
    }

    static let oneClick: [(body: String, type: String?)] = [
        ("List-Unsubscribe=One-Click", urlencoded), ("List-Unsubscribe=One-Click\r\n", urlencoded),
        ("List-Unsubscribe=One-Click", urlencoded + "; charset=utf-8"), ("List-Unsubscribe=One-Click", nil),
        ("a=b&List-Unsubscribe=One-Click&c", urlencoded), ("list-unsubscribe=one-click", urlencoded),
        ("List%2DUnsubscribe=One%2dClick", urlencoded), (part("One-Click"), multipart),
        (part("One-Click"), "Multipart/Form-Data; charset=x; Boundary=\"b1\""),
        (part("One-Click", name: "name=List-Unsubscribe"), multipart),
        (part("One-Click").replacing("\r\n", with: "\n"), multipart),
        (
            "preamble\r\n" + part("x", name: "name=\"a\"").replacing("--\r\n", with: "\r\n") + part("One-Click"),
            multipart
        ),
    ]

    @Test("One-click is recognised in both encodings", arguments: oneClick)
    func recognised(sample: (body: String, type: String?)) {
        #expect(OneClickForm.isOneClick(sample.body, contentType: sample.type))
    }

    static let other: [(body: String, type: String?)] = [
        ("", nil), ("", urlencoded), ("", multipart), ("List-Unsubscribe", urlencoded),
        ("List-Unsubscribe=", urlencoded),
        ("List-Unsubscribe=Two-Click", urlencoded), ("List-Unsubscribe=One-Click=", urlencoded), ("=", urlencoded),
        ("x=List-Unsubscribe=One-Click", urlencoded), ("%zz=%", urlencoded), (part("Two-Click"), multipart),
        (part("One-Click", name: "name=\"other\""), multipart), (part("One-Click", boundary: "b2"), multipart),
        (part("One-Click"), "multipart/form-data"), (part("One-Click"), "multipart/form-data; boundary="),
        ("--b1\r\nList-Unsubscribe", multipart), ("--b1", multipart),
        ("{\"List-Unsubscribe\":\"One-Click\"}", "application/json"),
    ]

    @Test("Anything else is not one-click", arguments: other)
    func notRecognised(sample: (body: String, type: String?)) {
        #expect(!OneClickForm.isOneClick(sample.body, contentType: sample.type))
    }
}
