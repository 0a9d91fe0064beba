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
