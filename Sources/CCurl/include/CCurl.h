// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

// libcurl's variadic calls, one wrapper for each type of argument: Swift cannot call C's variadic functions, and a
// wrong type behind `...` would go unnoticed.
#ifndef TOOLGATE_CCURL_H
#define TOOLGATE_CCURL_H

#include <curl/curl.h>
#include <stdbool.h>

static inline CURLcode tg_easy_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tg_easy_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the string; NULL takes the option back.
static inline CURLcode tg_easy_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

/// The user's pointer of a callback.
static inline CURLcode tg_easy_set_context(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

/// The list must outlive the transfer.
static inline CURLcode tg_easy_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

/// CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION have one shape.
typedef size_t (*tg_data_function)(char *data, size_t size, size_t count, void *context);

static inline CURLcode tg_easy_set_data_function(CURL *handle, CURLoption option, tg_data_function function) {
  return curl_easy_setopt(handle, option, function);
}

static inline CURLcode tg_easy_set_seek_function(CURL *handle, curl_seek_callback function) {
  return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
}

static inline CURLcode tg_easy_set_prereq_function(CURL *handle, curl_prereq_callback function) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode tg_easy_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode tg_easy_get_context(CURL *handle, void **value) {
  return curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)value);
}

static inline CURLMcode tg_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tg_multi_set_context(CURLM *multi, CURLMoption option, void *value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tg_multi_set_socket_function(CURLM *multi, curl_socket_callback function) {
  return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, function);
}

static inline CURLMcode tg_multi_set_timer_function(CURLM *multi, curl_multi_timer_callback function) {
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, function);
}

/// A message of curl_multi_info_read as plain values: its union has no name that Swift could use.
struct tg_finished {
  CURL *handle;
  CURLcode result;
};

/// True when a transfer has ended; false when there is no more to tell.
bool tg_multi_next_finished(CURLM *multi, struct tg_finished *finished);

#endif
