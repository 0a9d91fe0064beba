import Mail
import Testing

@testable import Store

@Suite struct ArchiveEntryTests {
    @Test(arguments: [
        (DeliveryState.pending, false), (.skipped, false), (.failed, false), (.deferred, false), (.inFlight, true),
        (.sent, true), (.unknown, true),
    ])
    func aMailingIsInItWhenSomethingWentOut(_ state: DeliveryState, _ isIn: Bool) throws {
        let test = try TestStore()
        _ = try test.delivery(in: state)
        #expect(try test.store.archiveEntries().isEmpty == !isIn)
    }

    @Test func oneThatIsCancelledBeforeItBeganIsNotInIt() throws {
        let test = try TestStore()
        try test.subscribe("a@x.org")
        let mailing = try test.start()
        _ = try test.store.cancel(mailing, now: .day(3))
        #expect(try test.store.archiveEntries() == [])
    }

    @Test func onlyWhatWasLetGoIsListed() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first).id
        func isListed() throws -> Bool { try required(test.store.archiveEntries().first).isListed }
        #expect(try isListed())
        try test.store.pause(mailing, reason: "by hand")
        #expect(try !isListed())
        try test.store.resume(mailing)
        #expect(try isListed())
        try test.execute("UPDATE mailings SET canary_share = 0.5, canary_limit = 7")
        #expect(try !isListed())
        try test.execute("UPDATE mailings SET canary_limit = NULL")
        #expect(try isListed())
        _ = try test.store.cancel(mailing, now: .day(3))
        #expect(try !isListed())
        try test.store.withdraw(mailing, at: .day(4))
        #expect(try test.store.archiveEntries() == [])
        try test.store.withdraw(mailing, at: nil)
        #expect(try test.store.archiveEntries().count == 1)
    }

    @Test func oneThatIsCancelledHalfwayIsInIt() throws {
        let test = try TestStore()
        try test.subscribe("b@x.org")
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first).id
        _ = try test.store.cancel(mailing, now: .day(3))
        #expect(try test.store.archiveEntries().map(\.mailing) == [mailing])
    }

    @Test func theNewestVersionIsTheOneToShow() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first).id
        let first = try required(test.store.archiveEntries().first)
        _ = try test.store.addVersion(to: mailing, content: .full, at: .day(5))
        let second = try required(test.store.archiveEntries().first)
        #expect([first.version, second.version] == [1, 2])
        #expect(second.updatedAt == .day(5))
        #expect(second.publishedAt == first.publishedAt)
        #expect(second.path == first.path)
    }

    @Test func aVersionThatIsNotPublicTakesItOut() throws {
        let test = try TestStore()
        _ = try test.delivery(in: .sent)
        let mailing = try required(test.store.mailings().first).id
        var hidden = MailingContent.full
        hidden.isPublic = false
        _ = try test.store.addVersion(to: mailing, content: hidden, at: .day(5))
        #expect(try test.store.archiveEntries() == [])
    }
}
