import Testing

@testable import Operations

@Suite struct MetricFamilyTests {
    private func family(labels: [String], help: String = "Help.") -> MetricFamily {
        MetricFamily(
            name: "m", kind: .gauge, help: help, labelNames: ["b", "a"],
            samples: [MetricFamily.Sample(labels: labels, value: -3)])
    }

    @Test func labelsKeepTheirOrder() {
        #expect(family(labels: ["1", "2"]).text == "# HELP m Help.\n# TYPE m gauge\nm{b=\"1\",a=\"2\"} -3\n")
    }

    @Test(arguments: [("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("é", "é"), ("}", "}")])
    func labelValuesAreEscaped(value: String, expected: String) {
        #expect(family(labels: [value, "x"]).text.hasSuffix("m{b=\"\(expected)\",a=\"x\"} -3\n"))
    }

    @Test func helpEscapesLineBreaksAndBackslashesButNoQuotes() {
        #expect(family(labels: ["", ""], help: "a\nb\\c \"d\"").text.hasPrefix("# HELP m a\\nb\\\\c \"d\"\n"))
    }

    @Test func withoutLabelsThereAreNoBraces() {
        let family = MetricFamily(
            name: "m", kind: .counter, help: "H", labelNames: [],
            samples: [MetricFamily.Sample(labels: [], value: 1)])
        #expect(family.text == "# HELP m H\n# TYPE m counter\nm 1\n")
    }
}
