import Testing

@testable import Sending

@Suite struct DestinationsTests {
    @Test(arguments: [
        ("gmail.com", "gmail"), ("GoogleMail.com", "gmail"), ("hotmail.co.uk", "outlook"), ("live.nl", "outlook"),
        ("yahoo.co.jp", "yahoo"), ("yahoo.com.br", "yahoo"), ("live.com", "outlook"), ("gmx.net", "united-internet"),
        ("web.de", "united-internet"), ("corp.test", "us"),
    ])
    func aProviderIsOneDestination(domain: String, destination: String) {
        #expect(Destinations(groups: ["us": ["corp.test"]]).destination(of: domain) == destination)
    }

    @Test(arguments: [
        "example.org", "notgmail.com", "localhost", "live.example.org", "outlook.corp.test", "yahoo.bbc.uk",
        "live.co.example", "mail.gmail.com", "live.",
    ])
    func anybodyElsesDomainIsItsOwnDestination(domain: String) {
        #expect(Destinations().destination(of: domain) == domain)
    }

    @Test func lettersAndALabelsAreOneDomain() {
        let destinations = Destinations(groups: ["books": ["bücher.example"]])
        #expect(destinations.destination(of: "xn--bcher-kva.example") == "books")
        #expect(destinations.destination(of: "BÜCHER.example") == "books")
        #expect(Destinations().destination(of: "bücher.example") == "xn--bcher-kva.example")
    }

    @Test func aConfiguredGroupWinsOverABuiltInOne() {
        #expect(Destinations(groups: ["mine": ["gmail.com"]]).destination(of: "gmail.com") == "mine")
    }
}
