// GMime, the MIME parser, for Swift: GObject's casting macros as typed inline wrappers.
#pragma once
#include <gmime/gmime.h>

static inline GMimeParser *mailer_gmime_parser(const char *bytes, size_t length) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_object_unref(stream);
    return parser;
}

static inline void mailer_gmime_release(gpointer object) { g_object_unref(object); }

static inline GMimeObject *mailer_gmime_message_as_object(GMimeMessage *message) { return GMIME_OBJECT(message); }

// These three answer NULL when the object is something else.
static inline GMimeMultipart *mailer_gmime_as_multipart(GMimeObject *object) {
    return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
}

static inline GMimeMessagePart *mailer_gmime_as_message_part(GMimeObject *object) {
    return GMIME_IS_MESSAGE_PART(object) ? GMIME_MESSAGE_PART(object) : NULL;
}

static inline GMimePart *mailer_gmime_as_part(GMimeObject *object) {
    return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

// A text part as UTF-8; free with g_free. NULL if it is no text part.
static inline char *mailer_gmime_text(GMimePart *part) {
    return GMIME_IS_TEXT_PART(part) ? g_mime_text_part_get_text(GMIME_TEXT_PART(part)) : NULL;
}

// The decoded content; free with g_byte_array_unref. NULL if there is none.
static inline GByteArray *mailer_gmime_content(GMimePart *part) {
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    if (wrapper == NULL) return NULL;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(wrapper, stream);
    GByteArray *bytes = g_byte_array_ref(g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream)));
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_object_unref(stream);
    return bytes;
}
