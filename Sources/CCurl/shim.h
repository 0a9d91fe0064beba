// libcurl for Swift: variadic functions as typed inline wrappers.
#pragma once
#include <curl/curl.h>

static inline CURLcode mailer_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

/// Whether it was built with GNU SASL, which it needs for SCRAM.
static inline int mailer_curl_has_gsasl(void) {
#ifdef CURL_VERSION_GSASL
    return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_GSASL) != 0;
#else
    return 0;
#endif
}

static inline const char *mailer_curl_version(void) { return curl_version_info(CURLVERSION_NOW)->version; }

static inline CURLcode mailer_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode mailer_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// A buffer of at least CURL_ERROR_SIZE bytes that outlives the handle.
static inline CURLcode mailer_curl_set_error_buffer(CURL *handle, char *buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

typedef size_t (*mailer_curl_header_function)(char *, size_t, size_t, void *);
static inline CURLcode mailer_curl_set_header_function(CURL *handle, mailer_curl_header_function function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
    return code ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

typedef int (*mailer_curl_debug_function)(CURL *, curl_infotype, char *, size_t, void *);
static inline CURLcode mailer_curl_set_debug_function(CURL *handle, mailer_curl_debug_function function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
    return code ? code : curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
}

typedef int (*mailer_curl_progress_function)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode mailer_curl_set_progress_function(CURL *handle, mailer_curl_progress_function function, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code ? code : curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

/// Whether the TCP connection stands; TLS and the greeting may still be to come.
static inline int mailer_curl_is_connected(CURL *handle) {
    curl_off_t microseconds = 0;
    return curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &microseconds) == CURLE_OK && microseconds > 0;
}

/// The connected socket, or CURL_SOCKET_BAD.
static inline curl_socket_t mailer_curl_active_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) ? CURL_SOCKET_BAD : socket;
}

typedef size_t (*mailer_curl_write_function)(char *, size_t, size_t, void *);
static inline CURLcode mailer_curl_set_write_function(CURL *handle, mailer_curl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

/// Of the last answer; 0 if there was none.
static inline long mailer_curl_response_code(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) ? 0 : code;
}

/// As the server says; -1 if it does not.
static inline long long mailer_curl_content_length(CURL *handle) {
    curl_off_t length = -1;
    return curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) ? -1 : length;
}

/// The URL that redirections ended at, valid until the handle is cleaned up; NULL for none.
static inline const char *mailer_curl_effective_url(CURL *handle) {
    char *url = NULL;
    return curl_easy_getinfo(handle, CURLINFO_EFFECTIVE_URL, &url) ? NULL : url;
}
