import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Carries bytes to a dialogue and its actions to the socket; runs on the connection's event loop.
final class DialogueHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let state: ServerState
    private var dialogue: Dialogue
    private var isWaiting = false
    /// The next bytes of the client are answered by a TLS alert.
    private var isAlerting = false
    /// How often a slow reader looks for more, and how much it takes then.
    private static let slowPause = Duration.milliseconds(5)
    private static let slowBytes = 16 * 1024

    init(_ state: ServerState) {
        self.state = state
        dialogue = state.openSession()
    }

    func channelActive(context: ChannelHandlerContext) {
        later(state.replyDelay, context) { handler, context in
            handler.dialogue.open()
            handler.act(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.closed()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isAlerting { return alert(context) }
        let buffer = unwrapInboundIn(data)
        later(state.replyDelay, context) { handler, context in
            buffer.withUnsafeReadableBytes { handler.dialogue.receive($0) }
            handler.act(context)
        }
    }

    /// A connection that failed, in TLS or below it, has nobody to tell.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func act(_ context: ChannelHandlerContext) {
        while !isWaiting, let action = dialogue.next() {
            perform(action, context)
        }
        context.flush()
    }

    private func perform(_ action: Dialogue.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .reply(let reply, let step):
            state.said(reply, at: step, session: dialogue.session)
            context.write(wrapOutboundOut(context.channel.allocator.buffer(string: reply.wireText)), promise: nil)
        case .garbage:
            context.write(wrapOutboundOut(context.channel.allocator.buffer(string: "no reply\r\n")), promise: nil)
        case .slow: readSlowly(context)
        case .wait(let duration):
            context.flush()
            isWaiting = true
            later(duration, context) { handler, context in
                handler.isWaiting = false
                handler.act(context)
            }
        case .store(let message):
            // The file is written here, on the event loop: it takes microseconds, and the reply waits for it.
            dialogue.stored(state.store(message))
        case .startTLS:
            startTLS(context)
        case .close:
            closeAfterReplies(context)
        case .end(let ending):
            state.broke(session: dialogue.session, by: ending)
            end(ending, context)
        }
    }

    private func startTLS(_ context: ChannelHandlerContext) {
        context.flush()
        guard let tls = state.tls else { return context.close(promise: nil) }
        do {
            let handler = NIOSSLServerHandler(context: tls)
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            context.close(promise: nil)
        }
    }

    private func closeAfterReplies(_ context: ChannelHandlerContext) {
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let nothing = wrapOutboundOut(ByteBuffer())
        context.value.writeAndFlush(nothing).whenComplete { _ in context.value.close(promise: nil) }
    }

    private func end(_ ending: Fault.Ending, _ context: ChannelHandlerContext) {
        context.flush()
        switch ending {
        case .hang:
            break
        case .stall:
            setAutoRead(false, context)
        case .alert:
            if tls(context) == nil { isAlerting = true } else { alert(context) }
        case .drop:
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            let nothing = wrapOutboundOut(ByteBuffer())
            context.value.writeAndFlush(nothing).whenComplete { _ in Self.closeBelowTLS(context.value) }
        case .reset:
            guard let options = context.channel as? any SocketOptionProvider else { return Self.closeBelowTLS(context) }
            let context = NIOLoopBound(context, eventLoop: context.eventLoop)
            options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
                Self.closeBelowTLS(context.value)
            }
        }
    }

    /// From here on, little is read at a time.
    private func readSlowly(_ context: ChannelHandlerContext) {
        setAutoRead(false, context)
        let options = context.channel.syncOptions
        // Both are known to every socket channel, and without them reading is only less slow.
        try? options?.setOption(.maxMessagesPerRead, value: 1)
        try? options?.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.slowBytes))
        readOn(context)
    }

    private func readOn(_ context: ChannelHandlerContext) {
        context.read()
        later(Self.slowPause, context) { handler, context in handler.readOn(context) }
    }

    private func setAutoRead(_ isOn: Bool, _ context: ChannelHandlerContext) {
        // Known to every channel.
        try? context.channel.syncOptions?.setOption(.autoRead, value: isOn)
    }

    /// A fatal alert, "handshake failure", in clear (RFC 8446 §6): within TLS it is as wrong as a record can be.
    private func alert(_ context: ChannelHandlerContext) {
        isAlerting = false
        let context = NIOLoopBound(tls(context) ?? context, eventLoop: context.eventLoop)
        let record = ByteBuffer(bytes: [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])
        context.value.writeAndFlush(NIOAny(record)).whenComplete { _ in context.value.close(promise: nil) }
    }

    private func tls(_ context: ChannelHandlerContext) -> ChannelHandlerContext? {
        try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
    }

    /// Closes the socket without the farewell of TLS, as a network that breaks does.
    private static func closeBelowTLS(_ context: ChannelHandlerContext) {
        let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        (tls ?? context).close(promise: nil)
    }

    /// Does it now, or after a while if there is still a connection then.
    private func later(
        _ duration: Duration, _ context: ChannelHandlerContext,
        _ work: @escaping (DialogueHandler, ChannelHandlerContext) -> Void
    ) {
        guard duration > .zero else { return work(self, context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) { [self] in
            if context.channel.isActive { work(self, context) }
        }
    }
}
