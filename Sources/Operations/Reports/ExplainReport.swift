import Mail
import Store

/// What `mailer explain ADDRESS MAILING` prints: why this reader got it or not, as one paragraph.
package enum ExplainReport {
    package static func text(_ story: DeliveryStory) -> String {
        let sentences = [outcome(story)] + story.returned.map(sentence) + [standing(story)].compactMap(\.self)
        return sentences.map(\.onOneLine).joined(separator: " ")
    }

    // MARK: The delivery

    private static func outcome(_ story: DeliveryStory) -> String {
        guard let delivery = story.delivery else { return absence(story) }
        let (who, what) = ("\(story.subscriber.address)", "'\(story.mailing.slug)'")
        let reason = delivery.reason ?? "no reason is on record"
        switch delivery.state {
        case .sent: return "\(what) to \(who) was sent: \(taken(delivery))"
        case .failed: return "\(what) to \(who) failed on \(delivery.since.forPeople): \(refused(delivery, reason))"
        case .skipped:
            return
                "\(who) was not sent \(what): \(reason). It was skipped on \(delivery.since.forPeople)\(tries(delivery))."
        case .deferred:
            let next = delivery.nextAttempt.map { " It is tried again from \($0.forPeople) on." } ?? ""
            return "\(what) to \(who) is deferred: \(refused(delivery, reason))\(next)\(pause(story.mailing))"
        case .unknown:
            return "It is unknown whether \(what) to \(who) arrived: \(reason), since \(delivery.since.forPeople). "
                + "It is never sent again by itself; 'mailer unknown \(story.mailing.slug)' settles it."
        case .inFlight:
            return "\(what) to \(who) has been in flight since \(delivery.since.forPeople): it is being sent, or its "
                + "sender died."
        case .pending:
            return "\(what) to \(who) was not tried yet: its turn has not come.\(pause(story.mailing))"
        }
    }

    private static func absence(_ story: DeliveryStory) -> String {
        let (who, mailing) = ("\(story.subscriber.address)", story.mailing)
        guard let frozen = mailing.frozenAt else {
            let start = mailing.startAt.map { " It starts at \($0.forPeople)." } ?? ""
            return "'\(mailing.slug)' has no audience yet, so nobody got it.\(start)"
        }
        return "\(who) was not in the audience of '\(mailing.slug)', which was frozen on \(frozen.forPeople): "
            + "the address was not on list \(mailing.listNames) then."
    }

    private static func taken(_ delivery: DeliveryStory.Delivery) -> String {
        guard let attempt = delivery.lastAttempt, attempt.outcome == .sent else {
            return "\(delivery.reason ?? "the relay took it"), on \(delivery.since.forPeople)."
        }
        return "\(attempt.relay) took it on \(attempt.at.forPeople)\(tries(delivery)) and said: \(said(attempt)). "
            + "Whether it was delivered is not known here."
    }

    /// A reason from elsewhere than the last attempt, such as returned mail, is newer than it.
    private static func refused(_ delivery: DeliveryStory.Delivery, _ reason: String) -> String {
        guard let attempt = delivery.lastAttempt, attempt.outcome == delivery.state else { return "\(reason)." }
        let stage = attempt.code == nil ? "" : " in reply to \(attempt.stage)"
        return "\(attempt.relay) said on \(attempt.at.forPeople)\(stage)\(tries(delivery)): \(said(attempt))."
    }

    private static func said(_ attempt: DeliveryStory.Attempt) -> String {
        let words = attempt.code.map { "\($0) \(attempt.words)" } ?? attempt.words
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }

    private static func tries(_ delivery: DeliveryStory.Delivery) -> String {
        switch delivery.attempts {
        case 0: ""
        case 1: ", at the first attempt"
        default: ", after \(delivery.attempts) attempts"
        }
    }

    private static func pause(_ mailing: Mailing) -> String {
        mailing.state == .paused ? " The mailing is paused: \(mailing.pauseReason ?? "no reason is on record")." : ""
    }

    // MARK: What happened beside it

    private static func sentence(_ returned: DeliveryStory.Returned) -> String {
        let status = returned.status.map { "\($0), " } ?? ""
        let what =
            returned.kind == "other"
            ? "A message" : returned.kind == "autoreply" ? "An automatic reply" : "A \(returned.kind)"
        return "\(what) came back on \(returned.at.forPeople) (\(status)class \(returned.bounceClass), rule "
            + "'\(returned.rule)'): \(returned.action)."
    }

    /// What keeps the reader from mail now.
    private static func standing(_ story: DeliveryStory) -> String? {
        if let suppression = story.subscriber.suppression {
            let detail = suppression.detail.map { ": \($0)" } ?? ""
            return
                "The address has been suppressed since \(suppression.at.forPeople) (\(suppression.reason.rawValue), by "
                + "\(suppression.source)\(detail))."
        }
        let list = story.delivery?.list ?? story.mailing.list
        guard let subscription = story.subscriber.subscriptions.first(where: { $0.list == list }) else {
            return "It is not on list \(story.mailing.listNames) now."
        }
        switch subscription.state {
        case .subscribed:
            guard story.delivery == nil else { return nil }
            return "It has been since \(subscription.since.forPeople), by \(subscription.source)."
        case .pending:
            return "It has not confirmed list \(subscription.listName), since \(subscription.since.forPeople)."
        case .unsubscribed:
            return "It left list \(subscription.listName) on \(subscription.since.forPeople) by \(subscription.source)."
        }
    }
}
