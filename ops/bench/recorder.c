// An SMTP server that writes down what it has completely received, and can hold every connection at a step.
//
//     recorder [-P] [-r FILE] [-H STEP] [-n COUNT]
//
// -P offers PIPELINING. It prints its port, then works until SIGTERM. FILE gets a line for each event, with the time in
// nanoseconds of the monotonic clock and the number of the connection:
//
//     open TIME CONNECTION            mail TIME CONNECTION
//     close TIME CONNECTION           hold TIME CONNECTION
//     message TIME CONNECTION RECIPIENT MESSAGE-ID
//
// A message is written down when its final dot has come, before the reply. From the COUNT-th time that a connection
// reaches STEP (greeting, ehlo, mail, rcpt, data, body, dot), every connection that reaches it gets no reply any more;
// body: nothing more is read. What a held connection still sends is taken in when its peer is gone. SIGUSR1 ends this.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct connection {
    int fd, in_data, is_held, is_over;
    // Its peer is gone: what it still sent is taken in.
    int is_draining;
    // The place for standing still in a message's body has been passed.
    int is_past_half;
    long id;
    char *in;
    size_t length, capacity, scanned;
    char out[8192];
    size_t out_length;
    char recipient[512];
};

static volatile sig_atomic_t stops, releases;
static void on_term(int signal) { (void)signal; stops = 1; }
static void on_usr1(int signal) { (void)signal; releases = 1; }

static FILE *record;
static const char *hold_step = "";
static long hold_count = 1, reached, connections;
static int offers_pipelining;

static long nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void note(const char *event, struct connection *c) {
    if (record) fprintf(record, "%s %ld %ld\n", event, nanoseconds(), c->id);
}

static void reply(struct connection *c, const char *text) {
    size_t length = strlen(text);
    if (c->out_length + length > sizeof c->out) return;
    memcpy(c->out + c->out_length, text, length);
    c->out_length += length;
}

// A peer that is gone may have sent more than it read replies to, so a failure ends nothing here.
static void flush(struct connection *c) {
    if (c->out_length) (void)!send(c->fd, c->out, c->out_length, MSG_NOSIGNAL);
    c->out_length = 0;
}

// Whether the connection is to stand still at this step.
static int holds(struct connection *c, const char *step) {
    if (c->is_draining || strcmp(step, hold_step) != 0 || ++reached < hold_count) return 0;
    c->is_held = 1;
    note("hold", c);
    return 1;
}

static void note_message(struct connection *c, const char *text, size_t length) {
    if (!record) return;
    const char *end = memmem(text, length, "\r\n\r\n", 4), *id = NULL;
    for (const char *at = text; end && at < end; at++) {
        if (!strncasecmp(at, "Message-ID:", 11)) id = at + 11;
        at = memchr(at, '\n', end - at);
        if (!at) break;
    }
    if (id) id += strspn(id, " \r\n\t");
    fprintf(record, "message %ld %ld %s %.*s\n", nanoseconds(), c->id, c->recipient,
        id ? (int)strcspn(id, "\r\n \t") : 1, id ? id : "-");
}

// Takes a message's bytes from `text`; answers how many belong to it, or 0 if its end has not come.
static size_t take_data(struct connection *c, const char *text, size_t length) {
    size_t size = 0;
    if (length >= 3 && !memcmp(text, ".\r\n", 3)) size = 3;
    size_t from = c->scanned > 4 ? c->scanned - 4 : 0;
    char *end = size ? NULL : length > from ? memmem(text + from, length - from, "\r\n.\r\n", 5) : NULL;
    if (end) size = end - text + 5;
    c->scanned = length;
    if (!size) return 0;
    c->in_data = 0;
    note_message(c, text, size);
    if (!holds(c, "dot")) reply(c, "250 2.0.0 Ok: queued\r\n");
    return size;
}

static void take_command(struct connection *c, const char *line, size_t length) {
    if (!strncasecmp(line, "EHLO", 4)) {
        if (holds(c, "ehlo")) return;
        reply(c, "250-recorder.test\r\n");
        if (offers_pipelining) reply(c, "250-PIPELINING\r\n");
        reply(c, "250-SIZE 10240000\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");
    } else if (!strncasecmp(line, "MAIL ", 5)) {
        note("mail", c);
        if (!holds(c, "mail")) reply(c, "250 2.1.0 Ok\r\n");
    } else if (!strncasecmp(line, "RCPT ", 5)) {
        const char *open = memchr(line, '<', length), *close = memchr(line, '>', length);
        if (open && close > open) snprintf(c->recipient, sizeof c->recipient, "%.*s", (int)(close - open - 1), open + 1);
        if (!holds(c, "rcpt")) reply(c, "250 2.1.5 Ok\r\n");
    } else if (!strncasecmp(line, "DATA", 4)) {
        c->in_data = 1;
        c->is_past_half = 0;
        if (!holds(c, "data")) reply(c, "354 Go on\r\n");
    } else if (!strncasecmp(line, "QUIT", 4)) {
        reply(c, "221 2.0.0 Bye\r\n");
        c->is_over = 1;
    } else {
        reply(c, "250 2.0.0 Ok\r\n");
    }
}

static void process(struct connection *c) {
    size_t at = 0;
    while (at < c->length && !c->is_over && !c->is_held) {
        char *text = c->in + at;
        size_t length = c->length - at, taken;
        if (c->in_data) {
            if (!(taken = take_data(c, text, length))) break;
        } else {
            char *end = memchr(text, '\n', length);
            if (!end) break;
            taken = end - text + 1;
            take_command(c, text, taken);
        }
        at += taken;
        c->scanned = 0;
    }
    memmove(c->in, c->in + at, c->length - at);
    c->length -= at;
}

// In the middle of a message's body, once for each message.
static int holds_in_body(struct connection *c) {
    if (!c->in_data || c->is_past_half || c->length < 1000) return 0;
    c->is_past_half = 1;
    return holds(c, "body");
}

// Reads what is there, in small pieces where a body's middle matters.
static void receive(struct connection *c) {
    static char buffer[1 << 16];
    size_t piece = strcmp(hold_step, "body") ? sizeof buffer : 512;
    while (!c->is_held && !c->is_over && !holds_in_body(c)) {
        ssize_t count = recv(c->fd, buffer, piece, MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) break;
        if (count <= 0) { c->is_over = 1; return; }
        if (c->length + count > c->capacity) {
            c->capacity = (c->length + count) * 2;
            c->in = realloc(c->in, c->capacity);
        }
        memcpy(c->in + c->length, buffer, count);
        c->length += count;
        process(c);
    }
    flush(c);
}

static struct connection *adopt(int ep, int fd) {
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    c->id = ++connections;
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event);
    note("open", c);
    if (!holds(c, "greeting")) reply(c, "220 recorder.test ESMTP\r\n");
    flush(c);
    return c;
}

static void end(struct connection *c) {
    note("close", c);
    close(c->fd);
    free(c->in);
    free(c);
}

static int listening(void) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(fd, (void *)&address, size) || listen(fd, 4096) || getsockname(fd, (void *)&address, &size)) {
        perror("recorder: listen");
        exit(1);
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void look_after(struct connection *c, unsigned events) {
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR) && (c->is_held || c->is_over)) {
        c->is_held = 0;
        c->is_draining = 1;
        process(c);
    }
    receive(c);
}

int main(int count, char **arguments) {
    int option;
    while ((option = getopt(count, arguments, "Pr:H:n:")) != -1) {
        if (option == 'P') offers_pipelining = 1;
        if (option == 'r') record = fopen(optarg, "a");
        if (option == 'H') hold_step = optarg;
        if (option == 'n') hold_count = atol(optarg);
    }
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = on_term}, NULL);
    sigaction(SIGUSR1, &(struct sigaction){.sa_handler = on_usr1}, NULL);
    signal(SIGPIPE, SIG_IGN);
    int ep = epoll_create1(0), listener = listening();
    epoll_ctl(ep, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN});
    struct epoll_event events[256];
    while (!stops) {
        int ready = epoll_wait(ep, events, 256, 1000);
        if (releases) hold_step = "";
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                for (int fd; (fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0;) adopt(ep, fd);
                continue;
            }
            look_after(c, events[i].events);
            if (c->is_over) end(c);
        }
        if (record) fflush(record);
    }
    return 0;
}
